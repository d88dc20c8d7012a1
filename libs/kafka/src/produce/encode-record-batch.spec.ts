import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import type { OutgoingRecord } from '@spillway/streaming';
import type { IHeaders, Message } from 'kafkajs';
import { AbortedTransactions } from '../records/aborted-transactions.js';
import { decodeRecordSet } from '../records/decode-record-set.js';
import { UnpackBudget } from '../records/unpack-budget.js';
import { toEncodedRecord } from '../sink/to-encoded-record.js';
import { encodeRecordBatch } from './encode-record-batch.js';
import type { EncodedRecord } from './encoded-record.js';

type Encode = (options: object) => Promise<{ readonly buffer: Buffer }>;
const load = createRequire(import.meta.url);
const encodeRecord = load('kafkajs/src/protocol/recordBatch/record/v0') as (message: object) => object;
const { RecordBatch: theirBatch } = load('kafkajs/src/protocol/recordBatch/v0') as { RecordBatch: Encode };

/** What kafkajs writes for the same batch. */
async function theirs(messages: readonly Message[], producer: { id: string; epoch: number; sequence: number }) {
  const timestamps = messages.map(({ timestamp }) => timestamp!).toSorted((a, b) => Number(a) - Number(b));
  const firstTimestamp = timestamps[0]!;
  const batch = await theirBatch({
    records: messages.map((message, offsetDelta) =>
      encodeRecord({ ...message, offsetDelta, timestampDelta: Number(message.timestamp) - Number(firstTimestamp) }),
    ),
    firstTimestamp,
    maxTimestamp: timestamps.at(-1),
    producerId: producer.id,
    producerEpoch: producer.epoch,
    firstSequence: producer.sequence,
    lastOffsetDelta: messages.length - 1,
  });
  return Buffer.from(batch.buffer);
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const text = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 80 }));
const headerValue = fc.oneof(text, bytes);
const message: fc.Arbitrary<Message> = fc.record({
  key: fc.option(bytes),
  value: fc.option(fc.oneof(bytes, fc.constant(Buffer.alloc(10_000, 'x')))),
  timestamp: fc.integer({ min: 0, max: 4_000_000_000_000 }).map(String),
  headers: fc.dictionary(
    text,
    fc.oneof(headerValue, fc.array(headerValue, { maxLength: 4 })),
  ) as fc.Arbitrary<IHeaders>,
});
const producer = fc.record({
  id: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
  epoch: fc.integer({ min: 0, max: 32_767 }),
  sequence: fc.nat(),
});

const encoded = ({ key, value, headers = {}, timestamp }: Message): EncodedRecord =>
  toEncodedRecord({ topic: 't', key, value, headers, timestampMs: Number(timestamp) } as OutgoingRecord, 0);

const ours = (messages: readonly Message[], { id, epoch, sequence }: { id: string; epoch: number; sequence: number }) =>
  encodeRecordBatch({
    records: messages.map(encoded),
    producerId: BigInt(id),
    producerEpoch: epoch,
    firstSequence: sequence,
  });

describe('a record batch', () => {
  it.each([
    [['9223372036854775807']],
    [['-1', '9223372036854775807', '5']],
    [['-1', '1300000000000', '0']],
    [['5', '9223372036854774784', '7']],
  ])('keeps timestamps that no number can hold, and any beside them: %p', async (timestamps) => {
    const messages = timestamps.map((timestamp) => ({ key: null, value: Buffer.from('x'), timestamp }));
    const recordSet = ours(messages, { id: '1', epoch: 0, sequence: 0 });
    const budget = new UnpackBudget(2 ** 20);
    const read = await decodeRecordSet(recordSet, { budget, aborted: new AbortedTransactions([]) });
    expect(read.map(({ timestamp }) => timestamp)).toEqual(timestamps);
  });

  const runs = propertyRuns('encode-record-batch', 200, 450);

  it(
    'is byte for byte the one kafkajs writes',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 20 }), producer, async (messages, by) => {
          expect(ours(messages, by).equals(await theirs(messages, by))).toBe(true);
        }),
        runs.options,
      );
    },
    runs.timeoutMs,
  );

  it('is so at the sizes where a length takes one byte more', async () => {
    const by = { id: '7', epoch: 0, sequence: 0 };
    for (const size of [0, 1, 40, 62, 63, 64, 65, 8_150, 8_191, 8_192, 1_048_575, 1_048_576]) {
      const value = Buffer.alloc(size, 'v');
      const headers = { [`n${'x'.repeat(size % 100)}`]: 'é'.repeat(size % 100) };
      const messages = [{ key: null, value, timestamp: '1700000000000', headers }];
      expect(ours(messages, by).equals(await theirs(messages, by))).toBe(true);
    }
    const many = Array.from({ length: 70 }, (_, index) => [`h${index}`, '']);
    const messages = [{ key: null, value: null, timestamp: '0', headers: Object.fromEntries(many) }];
    expect(ours(messages, by).equals(await theirs(messages, by))).toBe(true);
  });

  it('takes times with fractions by their whole milliseconds, beside any others', async () => {
    const at = (timestampMs: number) =>
      toEncodedRecord({ topic: 't', key: null, value: null, headers: {}, timestampMs }, 0);
    const records = [5, 7.5, 9, 5.5].map(at);
    const set = encodeRecordBatch({ records, producerId: 1n, producerEpoch: 0, firstSequence: 0 });
    const budget = new UnpackBudget(2 ** 20);
    const read = await decodeRecordSet(set, { budget, aborted: new AbortedTransactions([]) });
    expect(read.map(({ timestamp }) => timestamp)).toEqual(['5', '7', '9', '5']);
  });

  it('keeps a header named `__proto__`, and leaves out one without a value', async () => {
    const given = JSON.parse('{"__proto__":"1","a":"2"}') as Record<string, string>;
    const headers = Object.assign(given, { none: undefined });
    const record = { topic: 't', key: null, value: null, headers, timestampMs: 1 };
    const set = encodeRecordBatch({
      records: [toEncodedRecord(record, 0)],
      producerId: 1n,
      producerEpoch: 0,
      firstSequence: 0,
    });
    const [read] = await decodeRecordSet(set, {
      budget: new UnpackBudget(2 ** 20),
      aborted: new AbortedTransactions([]),
    });
    expect(Object.entries(read!.headers).map(([name, value]) => [name, String(value)])).toEqual([
      ['__proto__', '1'],
      ['a', '2'],
    ]);
  });

  it('stays what it was when the next one is written', () => {
    const by = { id: '1', epoch: 0, sequence: 0 };
    const first = ours([{ key: null, value: Buffer.from('first'), timestamp: '1' }], by);
    const copy = Buffer.from(first);
    ours([{ key: null, value: Buffer.from('other'), timestamp: '2' }], by);
    expect(first.equals(copy)).toBe(true);
  });
});
