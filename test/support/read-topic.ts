import { randomUUID } from 'node:crypto';
import type { LogRecord, PartitionBatch, RecordSource, Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';

/** A group member that keeps all it is given. */
export interface Reading {
  readonly source: RecordSource;
  readonly batches: PartitionBatch[];
  readonly errors: unknown[];
  readonly records: LogRecord[];
  /** Of one partition, in the order they came. */
  of(partition: number): LogRecord[];
}

/** Joins a group of its own at offset 0 of a topic. To be stopped by `source.stop()`. */
export async function startReading(transport: Transport, topic: string): Promise<Reading> {
  const source = transport.source({ groupId: `reader-${randomUUID()}`, topics: [topic], startFrom: 'beginning' });
  const reading: Reading = {
    source,
    batches: [],
    errors: [],
    records: [],
    of: (partition) => reading.records.filter((record) => record.partition === partition),
  };
  await source.start({
    onAssigned: async (partitions) => partitions.map((partition) => ({ ...partition, offset: 0n })),
    onRevoking: async () => {},
    onBatch: (batch) => {
      reading.batches.push(batch);
      for (const record of batch.records) reading.records.push(record);
    },
    onError: (error) => void reading.errors.push(error),
  });
  return reading;
}

/** All records of a topic that holds so many, read by a group of its own. */
export async function readAll(transport: Transport, topic: string, count: number): Promise<LogRecord[]> {
  const reading = await startReading(transport, topic);
  try {
    await waitUntil(`${count} records of ${topic} are read`, () => reading.records.length >= count, 30_000);
  } finally {
    await reading.source.stop();
  }
  return reading.records;
}
