import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
const version = 1;
const noUserData = Buffer.alloc(0);

interface Member {
  readonly memberId: string;
  readonly topics: readonly string[];
}

/**
 * Gives partition p of every topic of the group to one member, which retry topics rely on: they have the partitions of
 * their source. kafkajs's own assigner deals all partitions out in one row, which separates them when counts are odd.
 */
export const coPartitionedAssigner: PartitionAssigner = ({ cluster }) => ({
  name: 'spillway-co-partitioned',
  version,
  protocol: ({ topics }) => ({
    name: 'spillway-co-partitioned',
    metadata: MemberMetadata.encode({ version, topics, userData: noUserData }),
  }),
  assign: ({ members, topics }) => {
    const readers = members.map(({ memberId, memberMetadata }) => ({
      memberId,
      topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
    }));
    const partitionsOf = (topic: string): number[] =>
      cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
    const plan = assignCoPartitioned(readers, topics, partitionsOf);
    return Promise.resolve(
      [...plan].map(([memberId, assignment]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version, assignment, userData: noUserData }),
      })),
    );
  },
});

/** Which partitions of which topics each member gets; every member has an entry. Depends on names alone, not on their order. */
export function assignCoPartitioned(
  members: readonly Member[],
  topics: readonly string[],
  partitionsOf: (topic: string) => readonly number[],
): Map<string, Record<string, number[]>> {
  const sorted = members.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const plan = new Map(sorted.map(({ memberId }) => [memberId, {} as Record<string, number[]>]));
  for (const topic of topics) {
    const readers = sorted.filter((member) => member.topics.includes(topic));
    for (const partition of partitionsOf(topic)) {
      const reader = readers[partition % readers.length];
      if (reader !== undefined) ((plan.get(reader.memberId) ?? {})[topic] ??= []).push(partition);
    }
  }
  return plan;
}
