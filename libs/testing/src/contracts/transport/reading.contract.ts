import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSpillwayError } from '@spillway/events';
import type { LogRecord } from '@spillway/streaming';
import { waitUntil } from '../../wait/wait-until.js';
import { RecordingListener } from './recording-listener.js';
import type { TransportPromise } from './transport-promise.js';

/** Long enough for a driver to show records it should not have fetched. */
const quietMs = 300;

export const readingContract: readonly TransportPromise[] = [
  {
    name: 'a new group starts at the beginning when it says so',
    body: async (bench) => {
      const topic = await bench.topic(2);
      await bench.fill(topic, 0, 3, 'a');
      await bench.fill(topic, 1, 3, 'b');
      const { heard } = await bench.member({ topics: [topic], startFrom: 'beginning' });
      await waitUntil('all records read', () => heard.records.length === 6);
      assert.deepEqual(heard.values().toSorted(), ['a0', 'a1', 'a2', 'b0', 'b1', 'b2']);
    },
  },
  {
    name: 'a new group starts at the end when it says so',
    body: async (bench) => {
      const topic = await bench.topic(1);
      await bench.fill(topic, 0, 3, 'old');
      const { heard } = await bench.member({ topics: [topic], startFrom: 'latest' });
      await sleep(quietMs);
      await bench.fill(topic, 0, 1, 'new');
      await waitUntil('the new record is read', () => heard.records.length > 0);
      assert.deepEqual(heard.values(), ['new0']);
    },
  },
  {
    name: 'positions named at the assignment are honoured, above what was committed',
    body: async (bench) => {
      const topic = await bench.topic(2);
      const groupId = bench.name('group');
      await bench.fill(topic, 0, 5, 'a');
      await bench.fill(topic, 1, 5, 'b');
      const first = await bench.member({ topics: [topic], groupId });
      await first.source.commit([{ topic, partition: 0, offset: 1n }]);
      await first.source.stop();
      const { heard } = await bench.member({ topics: [topic], groupId }, (listener) => {
        listener.startAt = () => [
          { topic, partition: 0, offset: 3n },
          { topic, partition: 1, offset: 4n },
        ];
      });
      await waitUntil('the rest is read', () => heard.records.length === 3);
      await sleep(quietMs);
      assert.deepEqual(heard.values().toSorted(), ['a3', 'a4', 'b4']);
    },
  },
  {
    name: 'nothing is fetched before the assignment is answered',
    body: async (bench) => {
      const topic = await bench.topic(1);
      await bench.fill(topic, 0, 3);
      const source = bench.source({ topics: [topic] });
      let answered = false;
      let tooEarly = 0;
      let read = 0;
      await source.start({
        onAssigned: async () => {
          await sleep(quietMs);
          answered = true;
          return [];
        },
        onRevoking: async () => {},
        onBatch: (batch) => {
          if (!answered) tooEarly++;
          read += batch.records.length;
        },
        onError: () => {},
      });
      await waitUntil('all records read', () => read === 3);
      assert.equal(tooEarly, 0);
    },
  },
  {
    name: 'batches say where they start, where they end and how far the log goes',
    body: async (bench) => {
      const topic = await bench.topic(1);
      await bench.fill(topic, 0, 10);
      const { heard } = await bench.member({ topics: [topic] }, (listener) => {
        listener.startAt = () => [{ topic, partition: 0, offset: 2n }];
      });
      await waitUntil('all records read', () => heard.records.length === 8);
      await bench.fill(topic, 0, 2, 'more');
      await waitUntil('the new ones too', () => heard.records.length === 10);
      let position = 2;
      for (const batch of heard.batches) {
        assert.equal(batch.baseOffset, position);
        assert.ok(batch.highWatermark >= batch.nextOffset);
        assert.ok(batch.sizeBytes > 0 || batch.records.length === 0);
        position = batch.nextOffset;
      }
      assert.equal(position, 12);
    },
  },
  {
    name: 'pause holds that partition and no other, resume goes on where it stood',
    body: async (bench) => {
      const topic = await bench.topic(2);
      const { source, heard } = await bench.member({ topics: [topic] });
      await bench.fill(topic, 0, 1, 'a');
      await bench.fill(topic, 1, 1, 'b');
      await waitUntil('both partitions flow', () => heard.records.length === 2);
      source.pause({ topic, partition: 0 });
      await sleep(quietMs);
      await bench.fill(topic, 0, 5, 'held');
      await bench.fill(topic, 1, 5, 'free');
      await waitUntil('the other partition flows', () => heard.records.length >= 7);
      await sleep(quietMs);
      assert.ok(!heard.values().some((value) => value?.startsWith('held')));
      source.resume({ topic, partition: 0 });
      await waitUntil('the held ones come', () => heard.records.length === 12);
      assert.deepEqual(
        heard.values().filter((value) => value?.startsWith('held')),
        ['held0', 'held1', 'held2', 'held3', 'held4'],
      );
    },
  },
  {
    name: 'a partition paused while positions are named stays paused until it is resumed, others flow',
    body: async (bench) => {
      const topic = await bench.topic(2);
      await bench.fill(topic, 0, 2, 'held');
      await bench.fill(topic, 1, 2, 'free');
      const source = bench.source({ topics: [topic] });
      const heard = new RecordingListener();
      heard.startAt = (partitions) => {
        source.pause({ topic, partition: 0 });
        return partitions.map((each) => ({ ...each, offset: 0n }));
      };
      await source.start(heard);
      await waitUntil('the other partition flows', () => heard.records.length >= 2);
      await sleep(quietMs);
      assert.deepEqual(heard.values(), ['free0', 'free1']);
      source.resume({ topic, partition: 0 });
      await waitUntil('the held ones come', () => heard.records.length === 4);
    },
  },
  {
    name: 'pause from inside a batch stops the fetching of that partition',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const { source, heard } = await bench.member({ topics: [topic] }, (listener) => {
        listener.onEachBatch = () => source.pause({ topic, partition: 0 });
      });
      await bench.fill(topic, 0, 1, 'first');
      await waitUntil('the first is read', () => heard.records.length >= 1);
      await sleep(quietMs);
      await bench.fill(topic, 0, 1, 'second');
      await sleep(quietMs);
      assert.deepEqual(heard.values(), ['first0']);
    },
  },
  {
    name: 'seek moves the position, forward and back',
    body: async (bench) => {
      const topic = await bench.topic(1);
      await bench.fill(topic, 0, 5);
      const { source, heard } = await bench.member({ topics: [topic] });
      await waitUntil('all records read', () => heard.records.length === 5);
      source.seek({ topic, partition: 0, offset: 3n });
      await waitUntil('the tail is read again', () => heard.records.length >= 7);
      assert.deepEqual(heard.values().slice(5), ['v3', 'v4']);
    },
  },
  {
    name: 'a narrowed partition gives keys and the headers asked for, and after a seek whole records again',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const headers = { a: 'plain', b: Buffer.from([0, 255]), c: ['1', '2'], d: 'not asked for' };
      await bench.transport
        .sink()
        .append({ topic, partition: 0, key: Buffer.from('k'), value: Buffer.from('v'), headers });
      const { source, heard } = await bench.member({ topics: [topic] });
      const again = async (wanted: readonly string[] | undefined): Promise<LogRecord> => {
        const before = heard.records.length;
        source.narrow({ topic, partition: 0 }, wanted);
        source.seek({ topic, partition: 0, offset: 0n });
        await waitUntil('it is read again', () => heard.records.length > before);
        return heard.records.at(-1)!;
      };
      const textsOf = (record: LogRecord, names: readonly string[]): unknown =>
        names.map((name) =>
          [record.headers[name]]
            .flat()
            .map((value) => (value === undefined ? undefined : Buffer.from(value as string).toString('hex'))),
        );
      await waitUntil('the record is read', () => heard.records.length === 1);
      const whole = heard.records[0]!;
      const narrowed = await again(['a', 'b', 'c', 'absent']);
      assert.deepEqual(narrowed.key, whole.key);
      assert.deepEqual(textsOf(narrowed, ['a', 'b', 'c', 'absent']), textsOf(whole, ['a', 'b', 'c', 'absent']));
      const wholeAgain = await again(undefined);
      assert.deepEqual(wholeAgain.value, Buffer.from('v'));
      assert.deepEqual(textsOf(wholeAgain, ['a', 'b', 'c', 'd']), textsOf(whole, ['a', 'b', 'c', 'd']));
    },
  },
  {
    name: 'an error of the listener stops nothing',
    body: async (bench) => {
      const topic = await bench.topic(1);
      let thrown = false;
      const { heard } = await bench.member({ topics: [topic] }, (listener) => {
        listener.onEachBatch = () => {
          if (thrown) return;
          thrown = true;
          throw new TypeError('a bug in the listener');
        };
      });
      await bench.fill(topic, 0, 1, 'first');
      await waitUntil('the error is reported', () => heard.errors.length > 0);
      await bench.fill(topic, 0, 1, 'second');
      await waitUntil('later records arrive', () => heard.values().includes('second0'));
    },
  },
  {
    name: 'stop ends the flow and may be called again',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const { source, heard } = await bench.member({ topics: [topic] });
      await bench.fill(topic, 0, 1);
      await waitUntil('the record is read', () => heard.records.length === 1);
      await Promise.all([source.stop(), source.stop()]);
      await source.stop();
      await bench.fill(topic, 0, 1);
      await sleep(quietMs);
      assert.equal(heard.records.length, 1);
    },
  },
  {
    name: 'stop ends a start that still waits for the answer to its assignment',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const source = bench.source({ topics: [topic] });
      const asked = Promise.withResolvers<void>();
      const starting = source.start({
        onAssigned: () => {
          asked.resolve();
          return new Promise(() => {});
        },
        onRevoking: async () => {},
        onBatch: () => {},
        onError: () => {},
      });
      await asked.promise;
      await source.stop();
      await Promise.race([
        starting.catch(() => undefined),
        sleep(5_000, undefined, { ref: false }).then(() => assert.fail('start never settled')),
      ]);
    },
  },
  {
    name: 'joining for a missing topic is refused',
    body: async (bench) => {
      const joining = bench.member({ topics: [bench.name('missing')] });
      await assert.rejects(joining, (error) => isSpillwayError(error, 'SPW-1103'));
    },
  },
];
