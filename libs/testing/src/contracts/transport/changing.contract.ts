import assert from 'node:assert/strict';
import type { Transport } from '@spillway/streaming';
import { waitUntil } from '../../wait/wait-until.js';
import { expectCommitted } from '../../wait/expect-committed.js';
import { RecordingListener } from './recording-listener.js';
import type { TransportPromise } from './transport-promise.js';

/** What a test does to a log behind the driver's back. */
export interface LogChanges {
  /** Deletes a topic and makes it again; without it that promise shows as skipped. */
  readonly recreateTopic?: (transport: Transport, topic: string, partitions: number) => Promise<void>;
  /** Loses what lies below `offset`, as retention does. */
  readonly trimTopic?: (transport: Transport, topic: string, partition: number, offset: number) => Promise<void>;
  /** Gives a topic more partitions than it has. */
  readonly addPartitions?: (transport: Transport, topic: string, partitions: number) => Promise<void>;
}

/** Promises about a log that changes under its readers: each with what has to be supported for it. */
export function changingContract(
  changes: LogChanges,
): readonly (TransportPromise & { readonly isSupported: boolean })[] {
  return [
    { ...topicRecreated(changes), isSupported: changes.recreateTopic !== undefined },
    { ...trimmedWhilePaused(changes), isSupported: changes.trimTopic !== undefined },
    { ...partitionsAdded(changes), isSupported: changes.addPartitions !== undefined },
  ];
}

function topicRecreated(changes: LogChanges): TransportPromise {
  return {
    name: 'a recreated topic has another id',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const admin = bench.transport.admin();
      const id = await admin.topicId(topic);
      await changes.recreateTopic!(bench.transport, topic, 1);
      assert.notEqual(await admin.topicId(topic), id);
    },
  };
}

function trimmedWhilePaused(changes: LogChanges): TransportPromise {
  return {
    name: 'a log trimmed past a paused position is told by the base of the next batch, and our commit made again stays',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const groupId = bench.name('group');
      const at = { topic, partition: 0 };
      await bench.fill(topic, 0, 10);
      const source = bench.source({ topics: [topic], groupId });
      const heard = new RecordingListener();
      heard.startAt = () => {
        source.pause(at);
        return [{ ...at, offset: 2n }];
      };
      await source.start(heard);
      const ours = { ...at, offset: 2n, metadata: 'r1:1.1' };
      await source.commit([ours]);
      await changes.trimTopic!(bench.transport, topic, 0, 6);
      source.resume(at);
      await waitUntil('the trim is told', () => heard.batches.some(({ baseOffset }) => baseOffset === 6));
      await source.commit([ours]);
      await expectCommitted(bench.transport, groupId, at).exactly(2n);
      assert.deepEqual(await bench.transport.admin().committed(groupId, [topic]), [ours]);
      assert.deepEqual(await bench.transport.admin().overwritten(groupId, [topic]), []);
    },
  };
}

function partitionsAdded(changes: LogChanges): TransportPromise {
  return {
    name: 'partitions added to a topic are assigned to a member that reads it already',
    body: async (bench) => {
      const topic = await bench.topic(1);
      const { heard } = await bench.member({ topics: [topic] });
      await changes.addPartitions!(bench.transport, topic, 3);
      await bench.fill(topic, 2, 1, 'new');
      await waitUntil('the record of a new partition is read', () => heard.values().includes('new0'), 25_000);
      await waitUntil('all are assigned', () => heard.assigned.length === 3, 25_000);
    },
  };
}
