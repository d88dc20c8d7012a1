import type { LogRecord } from '@spillway/streaming';

const topic = 'retail.orders';
const baseMs = Date.UTC(2026, 2, 1, 23, 30);
const oneMinuteMs = 60_000;

/** A made-up log over two days: the same records at every reading. */
export const auditLog = {
  topic,
  topicId: 'life-1',
  partitions: [0, 1, 2],
  recordsPerPartition: 4_000,
  record: (partition: number, offset: number): LogRecord => ({
    topic,
    partition,
    offset,
    timestampMs: baseMs + offset * oneMinuteMs,
    key: Buffer.from(`key-${offset % 17}`),
    value: Buffer.from([0, 0, 0, 0, 7, offset % 256, partition]),
    headers: { ce_id: `${partition}-${offset}`, ce_source: '/shop', ce_type: 't' },
  }),
} as const;
