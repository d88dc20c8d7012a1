import { describe, expect, it } from '@jest/globals';
import { AssignerProtocol, type Cluster, type Logger } from 'kafkajs';
import { coPartitionedAssigner } from './co-partitioned-assigner.js';

const { MemberAssignment } = AssignerProtocol;
const tiers = ['t.g.retry.10s', 't.g.retry.20s'] as const;

/** Knows the topics it was told of before, with six partitions each. */
function clusterKnowing(topics: readonly string[]): Cluster {
  const known = new Set(topics);
  const partition = { partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] };
  const cluster = {
    addTargetTopic: async (topic) => void known.add(topic),
    refreshMetadata: async () => {},
    findTopicPartitionMetadata: (topic) =>
      known.has(topic) ? [0, 1, 2, 3, 4, 5].map((partitionId) => ({ ...partition, partitionId })) : [],
  } satisfies Partial<Cluster>;
  return cluster as Partial<Cluster> as Cluster;
}

/** What the leader, the first, assigns to members that read these topics. */
async function assign(subscriptions: Readonly<Record<string, string[]>>) {
  const own = Object.values(subscriptions)[0]!;
  const assigner = coPartitionedAssigner({ cluster: clusterKnowing(own), groupId: 'g', logger: {} as Logger });
  const members = Object.entries(subscriptions).map(([memberId, topics]) => ({
    memberId,
    memberMetadata: assigner.protocol({ topics }).metadata,
  }));
  const plan = await assigner.assign({ members, topics: own });
  return Object.fromEntries(
    plan.map(({ memberId, memberAssignment }) => [memberId, MemberAssignment.decode(memberAssignment)!.assignment]),
  );
}

describe('the assigner', () => {
  it('goes by what all members read, also where the one that assigns reads less', async () => {
    const whole = ['t', ...tiers];
    const [even, odd] = [
      [0, 2, 4],
      [1, 3, 5],
    ];
    expect(await assign({ a: ['t', tiers[0]], c: whole, b: whole })).toEqual({
      a: {},
      b: { t: even, [tiers[0]]: even, [tiers[1]]: even },
      c: { t: odd, [tiers[0]]: odd, [tiers[1]]: odd },
    });
  });

  it('gives the same whatever the order of members', async () => {
    const one = await assign({ a: ['t'], b: ['t'], c: ['t'] });
    expect(await assign({ c: ['t'], a: ['t'], b: ['t'] })).toEqual(one);
    expect(one).toEqual({ a: { t: [0, 3] }, b: { t: [1, 4] }, c: { t: [2, 5] } });
  });
});
