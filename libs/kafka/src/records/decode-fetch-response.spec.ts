import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  fetchAnswer,
  oldMessage,
  recordBatch,
  type TestBatch,
  type TestRecord,
} from '../../../../test/support/record-batch.js';
import { allowUnpacking } from '../compression/unpack-limit.js';
import { kafkajsInternals } from '../internals/kafkajs-internals.js';
import { decodeFetchResponse } from './decode-fetch-response.js';
import type { FetchedMessage } from './fetched-message.js';
import { UnreadableMessage } from './unreadable-message.js';

const limitBytes = 8 * 2 ** 20;
allowUnpacking(limitBytes);

const versions = [4, 5, 6, 7, 8, 9, 10, 11];

async function decode(recordSet: Buffer, aborted?: [bigint, bigint][]): Promise<readonly FetchedMessage[]> {
  const answer = await decodeFetchResponse(fetchAnswer(11, [{ partition: 0, recordSet, aborted }]), 11);
  return answer.responses[0]!.partitions[0]!.messages;
}

const shown = (messages: readonly FetchedMessage[]) =>
  messages.map((message) =>
    message instanceof UnreadableMessage
      ? `unreadable ${message.batch.firstOffset}-${message.batch.lastOffset} ${message.batch.problem}`
      : message.isControlRecord
        ? `hole ${message.offset}`
        : `${message.offset} ${String(message.value)}`,
  );

const record = (offset: number, text = 'x'): TestRecord => ({ offset, value: Buffer.from(text) });

const bytes = fc.option(fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array)));
/** Not named like a member of every object (`__proto__`), which kafkajs gets wrong. */
const name = fc.constantFrom('', 'a', 'b', 'é', '10', '9').map((text) => Buffer.from(text));
const anyRecord = fc.record({
  step: fc.integer({ min: 1, max: 3 }),
  // With the base at most the largest time there is.
  timestampDelta: fc.bigInt({ min: -(2n ** 40n), max: 2n ** 62n - 1n }),
  key: bytes,
  value: bytes,
  headers: fc.array(fc.tuple(name, bytes), { maxLength: 5 }),
});
const anyBatch = fc.record({
  records: fc.array(anyRecord, { minLength: 1, maxLength: 8 }),
  baseTimestamp: fc.constantFrom(-1n, 0n, 1_300_000_000_000n, 2n ** 62n),
  isLogAppendTime: fc.boolean(),
  isTransactional: fc.boolean(),
  producerId: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
  codec: fc.constantFrom(0, 1),
});

function recordSetOf(batches: readonly (Omit<TestBatch, 'records'> & { records: { step: number }[] })[]): Buffer {
  let offset = 100;
  return Buffer.concat(
    batches.map((batch) => {
      const records = batch.records.map(({ step, ...rest }) => ({ ...rest, offset: (offset += step) }));
      return recordBatch({ ...batch, records });
    }),
  );
}

describe('a fetch answer', () => {
  it('is decoded as kafkajs decodes it, in every version, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyBatch, { maxLength: 4 }), fc.constantFrom(...versions), async (batches, version) => {
        const partitions = [
          { partition: 3, recordSet: recordSetOf(batches), aborted: [] },
          { partition: 4, recordSet: Buffer.alloc(0) },
        ];
        const answer = fetchAnswer(version, partitions);
        const theirs = (await kafkajsInternals.fetchResponses.get(version)!.decode(answer)) as object;
        expect(await decodeFetchResponse(answer, version)).toMatchObject(withoutWhatWeNameOtherwise(theirs));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    [700n, '700'],
    [-1n, '900'],
  ])('ends where an open transaction begins, when the broker tells: %s', async (lastStableOffset, end) => {
    const answer = fetchAnswer(11, [
      { partition: 0, recordSet: recordBatch({ records: [record(1)] }), lastStableOffset },
    ]);
    const { responses } = await decodeFetchResponse(answer, 11);
    expect(responses[0]!.partitions[0]!.highWatermark).toBe(end);
  });

  it('ends at a batch that the fetch cut off, at any byte', async () => {
    const whole = recordBatch({ records: [record(1), record(2)] });
    const next = recordBatch({ records: [record(3)] });
    for (let length = 0; length < next.length; length++) {
      expect(shown(await decode(Buffer.concat([whole, next.subarray(0, length)])))).toEqual(['1 x', '2 x']);
    }
  });

  it('keeps repeated headers in order, under any name', async () => {
    const headers = ['constructor', '__proto__', 'constructor', ''].map(
      (text, index) => [Buffer.from(text), Buffer.from([index])] as const,
    );
    const [message] = await decode(recordBatch({ records: [{ offset: 1, headers }] }));
    expect(Object.entries(message!.headers)).toEqual([
      ['constructor', [Buffer.from([0]), Buffer.from([2])]],
      ['__proto__', Buffer.from([1])],
      ['', Buffer.from([3])],
    ]);
    expect(Object.getPrototypeOf(message!.headers)).toBe(Object.prototype);
  });

  it('reads 20,000 headers of one record, of one name or of many, without taking their square in time', async () => {
    const headers = Array.from({ length: 20_000 }, (_, index) => [
      Buffer.from(index % 2 === 0 ? 'same' : `h${index}`),
      Buffer.from('v'),
    ]) as [Buffer, Buffer][];
    const [message] = await decode(recordBatch({ records: [{ offset: 1, headers }] }));
    expect(Object.keys(message!.headers)).toHaveLength(10_001);
  });
});

describe('a batch that cannot be read', () => {
  const good = recordBatch({ records: [record(1), record(2)] });
  const behind = recordBatch({ records: [record(9)] });
  const rawBytes = (size: number) => [{ offset: 3, value: Buffer.alloc(size) }];

  it.each([
    ['over-limit', 'unpacks to too many bytes', { codec: 1, records: rawBytes(limitBytes + 1), lastOffset: 5 }],
    ['over-limit', 'zstd', { codec: 4, pack: zstdCompressSync, records: rawBytes(limitBytes + 1), lastOffset: 5 }],
    ['corrupt', 'is no gzip', { codec: 1, pack: () => Buffer.from('no gzip'), records: [record(3), record(5)] }],
    ['corrupt', 'is no snappy', { codec: 2, pack: () => Buffer.from([255]), records: [record(3), record(5)] }],
    ['corrupt', 'is no lz4', { codec: 3, pack: () => Buffer.from('no lz4 frame'), records: [record(3), record(5)] }],
    ['corrupt', 'has a codec of the future', { codec: 6, records: [record(3), record(5)] }],
    ['corrupt', 'has fewer records than it says', { records: [record(3), record(5)], recordCount: 3 }],
    ['corrupt', 'has more', { codec: 1, pack: () => gzipSync(Buffer.alloc(99)), records: [record(3), record(5)] }],
    ['over-limit', 'has too many records', { records: [record(3), record(5)], recordCount: limitBytes / 256 + 1 }],
  ] as const)('%s: %s – is the last thing seen of its partition', async (problem, _, batch) => {
    const messages = await decode(Buffer.concat([good, recordBatch(batch as TestBatch), behind]));
    expect(shown(messages)).toEqual(['1 x', '2 x', `unreadable 3-5 ${problem}`]);
    expect(messages.at(-1)).toMatchObject({ offset: '5', key: null, isControlRecord: false });
    expect(() => messages.at(-1)!.value).toThrow();
    expect(() => messages.at(-1)!.headers).toThrow();
  });

  it('does not touch another partition', async () => {
    const bad = recordBatch({ codec: 6, records: [record(1)] });
    const partitions = [bad, behind].map((recordSet, partition) => ({ partition, recordSet }));
    const { responses } = await decodeFetchResponse(fetchAnswer(11, partitions), 11);
    expect(responses[0]!.partitions.map(({ messages }) => shown(messages))).toEqual([
      ['unreadable 1-1 corrupt'],
      ['9 x'],
    ]);
  });

  it('is passed by when its transaction was aborted', async () => {
    const bad = recordBatch({ codec: 6, records: [record(3)], isTransactional: true, producerId: 7n });
    expect(shown(await decode(Buffer.concat([bad, behind]), [[7n, 3n]]))).toEqual(['hole 3', '9 x']);
  });

  it('is found in damaged bytes, which never do more harm than that', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(anyBatch, { minLength: 1, maxLength: 3 }), damage, async (batches, changes) => {
        const recordSet = recordSetOf(batches);
        for (const [at, value] of changes) recordSet[at % recordSet.length] = value;
        expect(Array.isArray(await decode(recordSet))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what compaction left', () => {
  it.each([
    ['at the end of a batch', { records: [record(1)], lastOffset: 9 }, ['1 x', 'hole 9']],
    ['in the middle', { records: [record(1), record(5)] }, ['1 x', '5 x']],
    ['of a whole batch', { records: [], baseOffset: 1, lastOffset: 9 }, ['hole 9']],
    ['of a whole packed batch', { codec: 1, records: [], baseOffset: 1, lastOffset: 9 }, ['hole 9']],
  ])('a hole %s is told, so that the position moves behind it', async (_, batch, seen) => {
    expect(shown(await decode(recordBatch(batch)))).toEqual(seen);
  });
});

describe('transactions', () => {
  const data = (offset: number, producerId: bigint, key: Buffer | null = null) =>
    recordBatch({
      records: [{ offset, key, value: Buffer.from(`of ${producerId}`) }],
      isTransactional: true,
      producerId,
    });
  const marker = (offset: number, producerId: bigint, type: 0 | 1) => {
    const records = [{ offset, key: Buffer.from([0, 0, 0, type]), value: Buffer.alloc(6) }];
    return recordBatch({ records, isTransactional: true, isControl: true, producerId });
  };

  it('that were aborted are left out up to their marker, those of others are not', async () => {
    const log = [
      data(1, 7n),
      data(2, 8n),
      data(3, 7n),
      marker(4, 7n, 0),
      data(5, 7n),
      marker(6, 8n, 1),
      marker(7, 7n, 1),
    ];
    expect(shown(await decode(Buffer.concat(log), [[7n, 1n]]))).toEqual([
      'hole 1',
      '2 of 8',
      'hole 3',
      'hole 4',
      '5 of 7',
      'hole 6',
      'hole 7',
    ]);
  });

  it('are not ended by a record whose key is an Integer 0', async () => {
    const log = [data(1, 7n, Buffer.alloc(4)), data(2, 7n), marker(3, 7n, 0)];
    expect(shown(await decode(Buffer.concat(log), [[7n, 1n]]))).toEqual(['hole 1', 'hole 2', 'hole 3']);
  });
});

describe('messages of before Kafka 0.11', () => {
  const inner = (magic: 0 | 1, offsets: number[]) =>
    gzipSync(Buffer.concat(offsets.map((offset, index) => oldMessage(magic, offset, Buffer.from(`${index}`)))));

  it('62 are read in formats 0 and 1, plain and packed, before record batches', async () => {
    const log = [
      oldMessage(0, 1, Buffer.from('plain')),
      oldMessage(1, 2, Buffer.from('plain')),
      oldMessage(0, 4, inner(0, [3, 4]), 1),
      oldMessage(1, 6, inner(1, [0, 1]), 1),
      recordBatch({ records: [record(7)] }),
    ];
    const messages = await decode(Buffer.concat(log));
    expect(shown(messages)).toEqual(['1 plain', '2 plain', '3 0', '4 1', '5 0', '6 1', '7 x']);
    expect(messages.map(({ timestamp }) => timestamp)).toEqual(['-1', '5000', '-1', '-1', '5000', '5000', '1000']);
  });

  it('stop their partition when they cannot be unpacked', async () => {
    expect(shown(await decode(oldMessage(1, 6, Buffer.from('no gzip'), 1)))).toEqual(['unreadable 6-6 corrupt']);
  });
});

describe('what one answer may become in memory', () => {
  it('has a limit: the rest is left to the next fetch, but the first batch is always read', async () => {
    const big = (offset: number) => recordBatch({ codec: 1, records: [{ offset, value: Buffer.alloc(6 * 2 ** 20) }] });
    const partitions = [big(1), big(2), big(3)].map((recordSet, partition) => ({ partition, recordSet }));
    const { responses } = await decodeFetchResponse(fetchAnswer(11, partitions), 11);
    expect(responses[0]!.partitions.map(({ messages }) => messages.length)).toEqual([1, 1, 0]);
  });

  it('is not exceeded by records without bytes', async () => {
    const records = Array.from({ length: 20_000 }, (_, offset) => ({ offset }));
    const recordSet = recordBatch({ records, codec: 1 });
    expect(await decode(Buffer.concat(Array<Buffer>(9).fill(recordSet)))).toHaveLength(40_000);
  });

  it('takes more records in one batch than a call can have arguments', async () => {
    allowUnpacking(8 * limitBytes);
    const records = Array.from({ length: 150_000 }, (_, offset) => ({ offset }));
    expect(await decode(recordBatch({ records, codec: 1 }))).toHaveLength(150_000);
  });
});

/** kafkajs adds fields that its versions differ in, and drops nothing of aborted transactions here. */
function withoutWhatWeNameOtherwise(answer: object): object {
  const { sessionId: _, errorCode: __, ...rest } = answer as { sessionId?: number; errorCode?: number };
  return JSON.parse(JSON.stringify(rest), (key, value: unknown) => {
    if (isBufferJson(value)) return Buffer.from(value.data);
    return key === 'lastStartOffset' ? undefined : value;
  }) as object;
}

function isBufferJson(value: unknown): value is { data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
}
