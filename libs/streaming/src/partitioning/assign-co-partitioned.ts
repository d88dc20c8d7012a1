import type { TopicPartition } from '../ports/record.js';
import { topicFamilies } from '../retry/tiers/topic-families.js';

export interface GroupSubscriptions {
  readonly groupId: string;
  /** Topics of each member. Every client has to see the members in the same order. */
  readonly subscriptions: readonly (readonly string[])[];
  /** None for a topic that is not there. */
  partitionsOf(topic: string): readonly number[];
}

/**
 * Spreads partitions over the members of a group: partition p of a source topic, of its retry tiers and of its holds goes
 * to one member, in turns over those who read all of them.
 *
 * Who reads less gets nothing of the family while such a member lives: it would handle events of keys whose earlier ones
 * wait in a tier that it does not read, as a member from before a deployment that changed a delay. Where nobody reads
 * all, those who read most take turns, and what one of them does not read goes to readers of that topic.
 *
 * @returns the partitions of each member, index-aligned
 */
export function assignCoPartitioned(group: GroupSubscriptions): TopicPartition[][] {
  const subscriptions = group.subscriptions.map((topics) => new Set(topics));
  const assigned: TopicPartition[][] = subscriptions.map(() => []);
  const topics = new Set(group.subscriptions.flat().filter((topic) => group.partitionsOf(topic).length > 0));
  for (const [source, family] of topicFamilies(group.groupId, topics)) {
    const owners = widestReaders(subscriptions, source, family);
    for (const topic of family) {
      const readers = readersOf(subscriptions, topic);
      for (const partition of group.partitionsOf(topic)) {
        const owner = turn(owners, partition);
        const member = subscriptions[owner]!.has(topic) ? owner : turn(readers, partition);
        assigned[member]!.push({ topic, partition });
      }
    }
  }
  return assigned;
}

/** Of those who read the source: all that read as many topics of its family as any. */
function widestReaders(
  subscriptions: readonly ReadonlySet<string>[],
  source: string,
  family: readonly string[],
): readonly number[] {
  const readers = readersOf(subscriptions, source);
  const widthOf = (member: number): number => family.filter((topic) => subscriptions[member]!.has(topic)).length;
  const widest = Math.max(...readers.map(widthOf));
  return readers.filter((member) => widthOf(member) === widest);
}

function readersOf(subscriptions: readonly ReadonlySet<string>[], topic: string): readonly number[] {
  return subscriptions.flatMap((topics, member) => (topics.has(topic) ? [member] : []));
}

function turn(members: readonly number[], partition: number): number {
  return members[partition % members.length]!;
}
