import { expect, it } from '@jest/globals';
import type { AuditBlock, AuditStore, EventCodec, LogRecord, RoundBatch, Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { AuditIntake } from './audit-intake.js';
import { partsHeld } from './intake-limits.js';
import { IntakeProgress } from './intake-progress.js';

const recordsPerPart = 10;
const payload = Buffer.alloc(1_000, '1');
const codec = { decodeAsJson: () => ({ type: 't', text: payload }) } as unknown as EventCodec;
const { signal } = new AbortController();

function roundOf(partition: number, parts: number): readonly RoundBatch[] {
  const records = Array.from({ length: parts * recordsPerPart }, (_, offset): LogRecord => {
    return { topic: 't', partition, offset, timestampMs: 0, key: null, value: payload, headers: {} };
  });
  const nextOffset = records.length;
  return [
    {
      topic: 't',
      topicId: 'life-1',
      partition,
      baseOffset: 0,
      records,
      nextOffset,
      highWatermark: nextOffset,
      sizeBytes: 0,
    },
  ];
}

/** An intake whose store takes a part when it is told to. */
function heldBack() {
  const given: { readonly firstOffset: number; store(): void; refuse(): void }[] = [];
  const append = (blocks: readonly AuditBlock[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const { firstOffset } = blocks[0]!;
      given.push({ firstOffset, store: resolve, refuse: () => reject(new Error(`no ${firstOffset}`)) });
    });
  const store = { append, coverage: async () => [] } as unknown as AuditStore;
  const insertBytes = recordsPerPart * (payload.length + 256);
  const intake = new AuditIntake({
    transport: {} as Transport,
    codec,
    store,
    progress: new IntakeProgress(),
    insertBytes,
  });
  return { given, intake };
}

it('decodes the next parts while the store takes those before, as many as may be in memory', async () => {
  const { given, intake } = heldBack();
  const stored = Promise.all([intake.process(roundOf(0, 4), signal), intake.process(roundOf(1, 4), signal)]);
  for (let taken = 0; taken < 8; taken += 1) {
    const most = Math.min(8, taken + partsHeld);
    await waitUntil('the parts that may be in memory are given', () => given.length >= most);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(given).toHaveLength(most);
    given[taken]!.store();
  }
  await stored;
  const offsets = given.map(({ firstOffset }) => firstOffset);
  expect(offsets.toSorted((a, b) => a - b)).toEqual([0, 0, 10, 10, 20, 20, 30, 30]);
});

it('fails when a part failed, and only when the store is done with the others', async () => {
  const { given, intake } = heldBack();
  let end = '';
  const round = intake.process(roundOf(0, 2), signal).catch((error: Error) => (end = error.message));
  await waitUntil('both parts are given', () => given.length === 2);
  given[0]!.refuse();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(end).toBe('');
  given[1]!.store();
  await round;
  expect(end).toBe('no 0');
});

it('a part that fails while one before is still taken fails the round', async () => {
  const { given, intake } = heldBack();
  const round = intake.process(roundOf(0, 2), signal);
  await waitUntil('both parts are given', () => given.length === 2);
  given[1]!.refuse();
  await new Promise((resolve) => setTimeout(resolve, 20));
  given[0]!.store();
  await expect(round).rejects.toThrow('no 10');
});
