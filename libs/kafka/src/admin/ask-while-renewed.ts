import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaErrorFacts } from '../errors/kafka-error-facts.js';

const maxTries = 20;
const pauseMs = 50;

/**
 * `TypeError`: kafkajs takes apart what it found out about a topic, which is nothing while another call on the same client
 * renews its metadata. `NOT_LEADER_FOR_PARTITION`: the controller has named the leader of a new partition, which has not
 * heard of it yet.
 */
const passing = new Set(['TypeError', 'NOT_LEADER_FOR_PARTITION']);

/** Asks for offsets again for as long as that fails for a moment only: the same questions of kafkajs do not. */
export async function askWhileRenewed<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!passing.has(kafkaErrorFacts(error).kind) || tries === maxTries) throw error;
    }
    await sleep(pauseMs);
  }
}
