import { expect, it } from '@jest/globals';
import { kafkajsInternals, type Cluster } from '../internals/kafkajs-internals.js';
import { announceRejoins } from './announce-rejoins.js';

const logger = { namespace: () => logger, debug() {}, info() {}, warn() {}, error() {} };

/** A member as kafkajs makes it: what happens to it, in order. */
function member() {
  const steps: string[] = [];
  const coordinator = {
    joinGroup: async () => {
      steps.push('join');
      return { generationId: 1, leaderId: 'another', memberId: 'm', members: [], groupProtocol: 'p' };
    },
    syncGroup: async () => ({ memberAssignment: Buffer.alloc(0) }),
  };
  const cluster = {
    findGroupCoordinator: async () => coordinator,
    refreshMetadata: async () => {},
    committedOffsets: () => ({}),
  };
  const Group = kafkajsInternals.ConsumerGroup as unknown as new (
    options: object,
  ) => typeof kafkajsInternals.ConsumerGroup.prototype & { recoverFromFetch(error: Error): Promise<void> };
  const group = new Group({
    cluster,
    logger,
    groupId: 'g',
    topics: [],
    topicConfigurations: {},
    assigners: [],
    retry: { retries: 0 },
    instrumentationEmitter: {
      emit: (event: string, payload: object) =>
        void steps.push(event === 'consumer.rebalancing' ? `${event} ${JSON.stringify(payload)}` : event),
    },
  });
  return { steps, group, cluster: cluster as unknown as Cluster };
}

const reasons = [{ name: 'KafkaJSStaleTopicMetadataAssignment' }, { type: 'NOT_LEADER_FOR_PARTITION' }];

it.each(reasons)('a member that kafkajs lets join anew is told before, not after: %j', async (reason) => {
  const { steps, group, cluster } = member();
  announceRejoins(cluster);
  announceRejoins(cluster);
  await group.joinAndSync();
  expect(steps).toEqual(['join', 'consumer.group_join']);
  await group.recoverFromFetch(Object.assign(new Error('so it is'), reason));
  const told = 'consumer.rebalancing {"groupId":"g","memberId":"m"}';
  expect(steps.slice(2)).toEqual([told, 'join', 'consumer.group_join']);
});

it('consumers of others in the process stay as they are', async () => {
  announceRejoins(member().cluster);
  const { steps, group } = member();
  await group.joinAndSync();
  await group.joinAndSync();
  expect(steps).toEqual(['join', 'consumer.group_join', 'join', 'consumer.group_join']);
});
