import { afterEach, expect, it } from '@jest/globals';
import { noMetrics, systemClock, type RecordSourceListener } from '@spillway/streaming';
import { AssignerProtocol, Kafka, logLevel } from 'kafkajs';
import { createConsumer } from '../client/create-consumer.js';
import { createClusterOf } from '../internals/kafkajs-internals.js';
import { FetchPace } from './fetch-pace.js';
import { KafkaRecordSource } from './kafka-record-source.js';

const nothing = async (): Promise<void> => {};
const loading = { message: 'The coordinator is loading', type: 'GROUP_LOAD_IN_PROGRESS' };

/** Brokers as kafkajs sees them: each answer may be replaced by a failure, once. */
function scriptedBrokers() {
  const failures = { join: [] as object[], heartbeat: [] as object[], fetch: [] as object[] };
  const answer = async (call: keyof typeof failures): Promise<void> => {
    const failure = failures[call].shift();
    if (failure !== undefined) throw Object.assign(new Error(), failure);
  };
  const memberAssignment = AssignerProtocol.MemberAssignment.encode({
    version: 0,
    assignment: { sales: [0] },
    userData: Buffer.alloc(0),
  });
  const coordinator = {
    joinGroup: () =>
      answer('join').then(() => ({
        generationId: 1,
        leaderId: 'another',
        memberId: 'm',
        members: [],
        groupProtocol: 'p',
      })),
    syncGroup: async () => ({ memberAssignment }),
    heartbeat: () => answer('heartbeat'),
    leaveGroup: nothing,
    isConnected: () => true,
    offsetFetch: async () => ({ responses: [{ topic: 'sales', partitions: [{ partition: 0, offset: '0' }] }] }),
  };
  const broker = {
    fetch: async () => {
      await systemClock.sleep(1);
      await answer('fetch');
      return { responses: [] };
    },
  };
  const newCluster = (): object => {
    const committed = {};
    return {
      connect: nothing,
      disconnect: nothing,
      addMultipleTargetTopics: nothing,
      refreshMetadata: nothing,
      refreshMetadataIfNecessary: nothing,
      getNodeIds: () => [1],
      findTopicPartitionMetadata: () => [{ partitionId: 0, leader: 1 }],
      findGroupCoordinator: async () => coordinator,
      findBroker: async () => broker,
      committedOffsets: () => committed,
    };
  };
  return { failures, newCluster };
}

function sourceOn(newCluster: () => object) {
  const kafka = new Kafka({ brokers: ['nowhere:1'], logLevel: logLevel.NOTHING });
  Object.defineProperty(kafka, createClusterOf(kafka).key, { value: newCluster });
  const times = { startTimeoutMs: 5_000, sessionTimeoutMs: 10_000, fetchWaitMs: 1, silenceMs: 60_000, lossMs: 5_000 };
  return new KafkaRecordSource({
    groupId: 'stock',
    topics: ['sales'],
    startFrom: 'beginning',
    clock: systemClock,
    metrics: noMetrics,
    pace: new FetchPace(systemClock, 1),
    ...times,
    commitTimeoutMs: 1_000,
    disconnectTimeoutMs: 1_000,
    createConsumer: (signal) =>
      createConsumer(
        kafka,
        { groupId: 'stock', heartbeatInterval: 0, retry: { initialRetryTime: 1, maxRetryTime: 1, retries: 45 } },
        { fetchWaitMs: () => 1, over: signal },
      ),
  });
}

let source: KafkaRecordSource;
afterEach(() => source.stop());

it.each([
  ['the leader of a partition has moved', 'fetch', { type: 'NOT_LEADER_FOR_PARTITION' }],
  ['the coordinator knows it no more', 'heartbeat', { type: 'UNKNOWN_MEMBER_ID' }],
] as const)('a member that cannot join anew when %s gets its partitions by another consumer', async (_, call, why) => {
  const { failures, newCluster } = scriptedBrokers();
  source = sourceOn(newCluster);
  const steps: string[] = [];
  let assignedAgain = (): void => {};
  const again = new Promise<void>((resolve) => (assignedAgain = resolve));
  const listener: RecordSourceListener = {
    onAssigned: async () => {
      if (steps.push('assigned') > 1) assignedAgain();
      return [];
    },
    onRevoking: async () => void steps.push('revoking'),
    onBatch: () => {},
    onError: (error) => void steps.push(String(error)),
  };
  await source.start(listener);
  failures.join.push(loading);
  failures[call].push(why);
  const done = new AbortController();
  await Promise.race([again, systemClock.sleep(3_000, done.signal)]);
  done.abort();
  expect(steps).toEqual(['assigned', 'revoking', expect.stringContaining(loading.message), 'assigned']);
});
