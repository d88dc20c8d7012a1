import { SpillwayError } from '@spillway/events';
import type { RecordMetadata } from 'kafkajs';
import { toSpillwayError } from '../errors/to-spillway-error.js';
import { writeOutcome } from '../errors/write-outcome.js';
import type { EncodedRecord } from '../produce/encoded-record.js';
import type { ProducerLifecycle } from './producer-lifecycle.js';
import { TrackedBatch } from '../produce/tracked-batch.js';

/** What a broker says about a batch it wrote. */
export interface WrittenBatch {
  /** Offset of its first record. */
  readonly baseOffset: bigint;
  /** The broker's time of the append; absent for topics that keep their writers' timestamps. */
  readonly appendedAtMs?: number;
}

/** Writes one batch to one partition. */
export type SendBatch = (topic: string, partition: number, records: readonly EncodedRecord[]) => Promise<WrittenBatch>;

const allReplicas = -1;

/**
 * One `send()` with the rules that make kafkajs safe: one partition, all replicas, and the answer is looked at. The
 * function it makes rejects with `SPW-1101` when no producer could be connected (nothing was asked: try again),
 * `SPW-1110` not written, `SPW-1112` too large for the broker, or `SPW-1111` unknown.
 */
export function batchSender(producers: ProducerLifecycle): SendBatch {
  return async (topic, partition, records) => {
    const where = `${topic}/${partition}`;
    const batch = new TrackedBatch(partition, records);
    return producers.use(
      async (producer) => {
        const answers = await producer
          .send({ topic, messages: batch.messages, acks: allReplicas })
          .catch((error: unknown) => {
            throw writeOutcome(error, batch, where);
          });
        return readAnswer(answers, partition, where);
      },
      (error) => toSpillwayError(error, 'Connecting a producer'),
    );
  };
}

/** kafkajs can resolve without having written: its answer then lacks the partition. */
function readAnswer(answers: readonly RecordMetadata[], partition: number, where: string): WrittenBatch {
  const answer = answers.find((candidate) => candidate.partition === partition);
  const baseOffset = BigInt(answer?.baseOffset ?? -1);
  if (baseOffset < 0n || answer?.errorCode !== 0) {
    throw new SpillwayError('SPW-1111', `The answer to a write to ${where} does not name the partition and an offset`);
  }
  // −1 when the topic keeps the timestamps of its writers.
  const appendedAtMs = Number(answer.logAppendTime ?? -1);
  return appendedAtMs < 0 ? { baseOffset } : { baseOffset, appendedAtMs };
}
