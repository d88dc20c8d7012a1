import { assignCoPartitioned, type TopicPartition } from '@spillway/streaming';
import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import { knownPartitions } from './known-partitions.js';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
const version = 1;
const noUserData = Buffer.alloc(0);

/**
 * Gives partition p of every topic of the group to one member, which retry topics rely on: they have the partitions of
 * their source. kafkajs's own assigner deals all partitions out in one row, which separates them when counts are odd.
 * The member that assigns may read less than others (it is from before a deployment): it goes by what all of them read.
 */
export const coPartitionedAssigner: PartitionAssigner = ({ cluster, groupId }) => ({
  name: 'spillway-co-partitioned',
  version,
  protocol: ({ topics }) => ({
    name: 'spillway-co-partitioned',
    metadata: MemberMetadata.encode({ version, topics, userData: noUserData }),
  }),
  assign: async ({ members, topics }) => {
    const sorted = members.toSorted((one, other) => (one.memberId < other.memberId ? -1 : 1));
    const subscriptions = sorted.map(({ memberMetadata }) => MemberMetadata.decode(memberMetadata)?.topics ?? []);
    const known = await knownPartitions(cluster, topics, subscriptions.flat());
    const plan = assignCoPartitioned({ groupId, subscriptions, partitionsOf: (topic) => known.get(topic) ?? [] });
    return sorted.map(({ memberId }, index) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({
        version,
        assignment: byTopic(plan[index]!),
        userData: noUserData,
      }),
    }));
  },
});

function byTopic(partitions: readonly TopicPartition[]): Record<string, number[]> {
  const topics: Record<string, number[]> = {};
  for (const { topic, partition } of partitions) (topics[topic] ??= []).push(partition);
  return topics;
}
