import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommittedPosition } from '../ports/record-source.js';
import type { TopicPartition } from '../ports/record.js';
import { partitionKey } from '../ports/partition-key.js';
import { assignCoPartitioned } from '../partitioning/assign-co-partitioned.js';

/** A member as the group's coordinator sees it. */
export interface MemoryMember {
  readonly topics: readonly string[];
  /** Last words of the member about all it has; must not reject. */
  revoke(): Promise<void>;
  assign(partitions: readonly TopicPartition[]): void;
}

/** Coordinator of one group: members, their partitions, committed positions. Rebalances are eager, one at a time. */
export class MemoryGroup {
  readonly #members: MemoryMember[] = [];
  readonly #committed = new Map<string, CommittedPosition>();
  #rebalances: Promise<void> = Promise.resolve();
  #rebalanceWaits = false;

  constructor(
    readonly groupId: string,
    private readonly partitionCount: (topic: string) => number,
  ) {}

  get memberCount(): number {
    return this.#members.length;
  }

  join(member: MemoryMember): void {
    this.#members.push(member);
    this.#rebalance();
  }

  leave(member: MemoryMember): void {
    const index = this.#members.indexOf(member);
    if (index === -1) return;
    this.#members.splice(index, 1);
    this.#rebalance();
  }

  commit(position: CommittedPosition): void {
    this.#committed.set(partitionKey(position), position);
  }

  committed(partition: TopicPartition): CommittedPosition | undefined {
    return this.#committed.get(partitionKey(partition));
  }

  committedIn(topics: readonly string[]): CommittedPosition[] {
    return [...this.#committed.values()].filter((position) => topics.includes(position.topic));
  }

  /** Forgets positions, as the broker does for a group that expired, or for a topic that was deleted. */
  forget(topic?: string): void {
    for (const [key, position] of this.#committed) {
      if (topic === undefined || position.topic === topic) this.#committed.delete(key);
    }
  }

  /** A topic has other partitions than before. */
  topicChanged(topic: string): void {
    if (this.#members.some((member) => member.topics.includes(topic))) this.#rebalance();
  }

  #rebalance(): void {
    if (this.#rebalanceWaits) return;
    this.#rebalanceWaits = true;
    this.#rebalances = this.#rebalanceAfter(this.#rebalances);
  }

  /** One after the other; changes that come while one waits share it. */
  async #rebalanceAfter(previous: Promise<void>): Promise<void> {
    await previous;
    await nextTurn();
    this.#rebalanceWaits = false;
    await Promise.all(this.#members.map((member) => member.revoke()));
    const members = [...this.#members];
    const plan = assignCoPartitioned({
      groupId: this.groupId,
      subscriptions: members.map((member) => member.topics),
      partitionsOf: (topic) => [...Array(this.partitionCount(topic)).keys()],
    });
    members.forEach((member, index) => member.assign(plan[index]!));
  }
}
