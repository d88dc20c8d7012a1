import { SpillwayError } from '@spillway/events';
import type { Message, RecordMetadata } from 'kafkajs';
import { toSpillwayError } from '../errors/to-spillway-error.js';
import { writeOutcome } from '../errors/write-outcome.js';
import type { ProducerLifecycle } from './producer-lifecycle.js';
import { TrackedBatch } from './tracked-batch.js';

/** Writes one batch to one partition and answers the offset of its first record. */
export type SendBatch = (topic: string, partition: number, messages: readonly Message[]) => Promise<bigint>;

const allReplicas = -1;

/**
 * One `send()` with the rules that make kafkajs safe: one partition, all replicas, and the answer is looked at. The
 * function it makes rejects with `SPW-1101` when no producer could be connected (nothing was asked: try again),
 * `SPW-1110` not written, `SPW-1112` too large for the broker, or `SPW-1111` unknown.
 */
export function batchSender(producers: ProducerLifecycle): SendBatch {
  return async (topic, partition, messages) => {
    const where = `${topic}[${partition}]`;
    const batch = new TrackedBatch(messages);
    return producers.use(
      async (producer) => {
        const answers = await producer
          .send({ topic, messages: batch.messages, acks: allReplicas })
          .catch((error: unknown) => {
            throw writeOutcome(error, batch, where);
          });
        return baseOffset(answers, partition, where);
      },
      (error) => toSpillwayError(error, 'Connecting a producer'),
    );
  };
}

/** kafkajs can resolve without having written: its answer then lacks the partition. */
function baseOffset(answers: readonly RecordMetadata[], partition: number, where: string): bigint {
  const answer = answers.find((candidate) => candidate.partition === partition);
  const offset = BigInt(answer?.baseOffset ?? -1);
  if (offset >= 0n && answer?.errorCode === 0) return offset;
  throw new SpillwayError('SPW-1111', `The answer to a write to ${where} does not name the partition and an offset`);
}
