import assert from 'node:assert/strict';
import { isSpillwayError } from '@spillway/events';
import type { LogRecord, ReadRequest } from '@spillway/streaming';
import { recordOf, type ContractBench } from './contract-bench.js';
import type { TransportPromise } from './transport-promise.js';

const bounds = { maxRecords: 100, maxBytes: 1024 * 1024 };

async function read(bench: ContractBench, request: Pick<ReadRequest, 'topic'> & Partial<ReadRequest>) {
  const page = await bench.transport.reader().read({ partition: 0, fromOffset: 0, ...bounds, ...request });
  return { ...page, values: page.records.map((record) => String(record.value)) };
}

/** What a reader without a group promises. */
export const lookingBackContract: readonly TransportPromise[] = [
  {
    name: 'a range is read without a group, as it was written',
    body: async (bench) => {
      const topic = await bench.topic(2);
      const headers = { name: Buffer.from('value'), more: [Buffer.from('one'), Buffer.from('two')] };
      const key = Buffer.from([0, 0xff]);
      await bench.transport.sink().append(recordOf({ topic, partition: 1, key, value: null, headers }));
      const { records, nextOffset, endOffset } = await read(bench, { topic, partition: 1 });
      assert.deepEqual([records.length, nextOffset, endOffset], [1, 1, 1]);
      const { timestampMs, ...record } = records[0] as LogRecord;
      assert.ok(timestampMs > 0);
      assert.deepEqual(
        { ...record, headers: { ...record.headers } },
        { topic, partition: 1, offset: 0, key, value: null, headers },
      );
    },
  },
  {
    name: 'a range begins where it was asked for, in the middle of a batch too, and ends within its bounds',
    body: async (bench) => {
      const topic = await bench.topic(1);
      await bench.fill(topic, 0, 10);
      const page = await read(bench, { topic, fromOffset: 3, maxRecords: 4 });
      assert.deepEqual([page.values, page.nextOffset, page.endOffset], [['v3', 'v4', 'v5', 'v6'], 7, 10]);
      const rest = await read(bench, { topic, fromOffset: page.nextOffset });
      assert.deepEqual([rest.values, rest.nextOffset], [['v7', 'v8', 'v9'], 10]);
      const single = await read(bench, { topic, fromOffset: 8, maxBytes: 1 });
      assert.deepEqual([single.values, single.nextOffset], [['v8'], 9]);
    },
  },
  {
    name: 'nothing is waited for at the end of the log',
    body: async (bench) => {
      const topic = await bench.topic(1);
      assert.deepEqual(await read(bench, { topic }), { records: [], values: [], nextOffset: 0, endOffset: 0 });
      await bench.fill(topic, 0, 2);
      for (const fromOffset of [2, 50]) {
        const page = await read(bench, { topic, fromOffset });
        assert.deepEqual(page, { records: [], values: [], nextOffset: 2, endOffset: 2 });
      }
    },
  },
  {
    name: 'a range of a topic or partition that does not exist is refused',
    body: async (bench) => {
      const topic = await bench.topic(1);
      for (const request of [{ topic: bench.name('missing') }, { topic, partition: 1 }]) {
        await assert.rejects(read(bench, request), (error) => isSpillwayError(error, 'SPW-1103'));
      }
    },
  },
];
