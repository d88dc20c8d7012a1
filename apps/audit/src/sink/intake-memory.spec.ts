import { expect, it } from '@jest/globals';
import {
  RecordConsumer,
  auditRowBytes,
  memoryTransport,
  noMetrics,
  silentLogger,
  systemClock,
  type AuditBlock,
  type AuditStore,
  type EventCodec,
  type Transport,
} from '@spillway/streaming';
import { listenerWith, sourceWith, transportWith, waitUntil } from '@spillway/testing';
import { AuditIntake } from './audit-intake.js';
import { intakeLimits, partsHeld } from './intake-limits.js';
import { IntakeProgress } from './intake-progress.js';

const mebibyte = 1024 * 1024;
const intakeBytes = 32 * mebibyte;
const partitions = 4;
const records = 480;
const valueBytes = 256 * 1024;

/** Tells what was fetched, and how often a partition was told to rest and to go on. */
function watched(transport: Transport) {
  const seen = { fetchedBytes: 0, pauses: 0, resumes: 0 };
  const source: Transport['source'] = (options) => {
    const inner = transport.source(options);
    return sourceWith(inner, {
      start: (listener) =>
        inner.start(
          listenerWith(listener, {
            onBatch: (batch) => {
              seen.fetchedBytes += batch.sizeBytes;
              return listener.onBatch(batch);
            },
          }),
        ),
      pause: (partition) => {
        seen.pauses += 1;
        inner.pause(partition);
      },
      resume: (partition) => {
        seen.resumes += 1;
        inner.resume(partition);
      },
    });
  };
  return { seen, transport: transportWith(transport, { source }) };
}

it('69 the intake fetches no more than fits into its memory while the store waits, and all of it afterwards', async () => {
  const log = memoryTransport();
  await log.admin().ensureTopics([{ name: 't', partitions }]);
  for (let record = 0; record < records; record += 1) {
    const value = Buffer.alloc(valueBytes, record % 256);
    await log.sink().append({ topic: 't', partition: record % partitions, key: null, value, headers: {} });
  }
  const { seen, transport } = watched(log);
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let heldBytes = 0;
  let mostHeldBytes = 0;
  let stored = 0;
  const store = {
    embedded: false,
    coverage: async () => [],
    append: async (blocks: readonly AuditBlock[]) => {
      const rows = blocks.flatMap((block) => block.rows);
      const sizeBytes = rows.reduce((sum, row) => sum + auditRowBytes(row), 0);
      heldBytes += sizeBytes;
      mostHeldBytes = Math.max(mostHeldBytes, heldBytes);
      await opened;
      heldBytes -= sizeBytes;
      stored += rows.length;
    },
  } as unknown as AuditStore;
  const { consumer: limits, insertBytes } = intakeLimits(intakeBytes);
  const codec = { decodeAsJson: () => Promise.reject(new Error('no contract')) } as unknown as EventCodec;
  const intake = new AuditIntake({ transport, codec, store, progress: new IntakeProgress(), insertBytes });
  const consumer = new RecordConsumer({
    transport,
    groupId: 'audit',
    topics: ['t'],
    startFrom: 'beginning',
    process: (round, signal) => intake.process(round, signal),
    startPositions: (assigned) => intake.startPositions(assigned),
    limits,
    clock: systemClock,
    logger: silentLogger,
    metrics: noMetrics,
  });
  try {
    await consumer.start();
    await waitUntil('every partition rests', () => seen.pauses >= partitions);
    await systemClock.sleep(300);
    expect(seen.fetchedBytes).toBeLessThan(intakeBytes / 2);
    expect(stored).toBe(0);
    open();
    await waitUntil('all is stored', () => stored === records, 20_000);
    expect(seen.resumes).toBeGreaterThanOrEqual(partitions);
    expect(seen.fetchedBytes).toBe(records * valueBytes);
    expect(mostHeldBytes).toBeLessThan(partsHeld * (insertBytes + valueBytes * 2));
  } finally {
    await consumer.stop();
  }
}, 30_000);
