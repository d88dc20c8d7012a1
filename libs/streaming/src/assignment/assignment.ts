import { partitionKey } from '../ports/partition-key.js';
import type { CommittedPosition } from '../ports/record-source.js';
import type { TopicPartition } from '../ports/record.js';
import type { AssignedPartition } from './assigned-partition.js';

/** The partitions a member has, and the fence: what was taken away is forgotten at once. */
export class Assignment {
  readonly #partitions = new Map<string, AssignedPartition>();

  get all(): readonly AssignedPartition[] {
    return [...this.#partitions.values()];
  }

  get size(): number {
    return this.#partitions.size;
  }

  get(partition: TopicPartition): AssignedPartition | undefined {
    return this.#partitions.get(partitionKey(partition));
  }

  /** Whether this very assignment still holds; false once it was revoked, even when the partition came back. */
  holds(assigned: AssignedPartition): boolean {
    return this.get(assigned) === assigned;
  }

  /** The source stands still at a partition, or at none that is known: answers which. */
  noteProblem(at: TopicPartition | undefined, reason: string): boolean {
    const assigned = at === undefined ? undefined : this.get(at);
    if (assigned !== undefined) assigned.sourceProblem = reason;
    return assigned !== undefined;
  }

  /** What keeps the source from a partition, if from any. */
  get problem(): string | undefined {
    for (const { sourceProblem } of this.#partitions.values()) if (sourceProblem !== undefined) return sourceProblem;
    return undefined;
  }

  add(assigned: AssignedPartition): void {
    this.#partitions.set(partitionKey(assigned), assigned);
  }

  /** Forgets partitions; answers what was done in them and not committed yet. */
  remove(partitions: readonly TopicPartition[]): readonly CommittedPosition[] {
    const removed = partitions.flatMap((partition) => this.get(partition) ?? []);
    for (const assigned of removed) {
      this.#partitions.delete(partitionKey(assigned));
      assigned.isOver = true;
    }
    return removed.flatMap((assigned) => assigned.uncommitted() ?? []);
  }
}
