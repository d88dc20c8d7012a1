import type { RecordSource } from '../ports/record-source.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { Assignment } from '../assignment/assignment.js';
import type { ConsumerLimits } from '../assignment/consumer-limits.js';

/** What bounding needs of its member. */
export interface FetchingMember {
  readonly assignment: Assignment;
  readonly limits: ConsumerLimits;
  readonly source: RecordSource | undefined;
}

/** Bounds the bytes that are fetched and not taken yet: a partition pauses at its equal share, and goes on at half of it. */
export class BoundedFetch {
  /** @param resume fetches a partition on, from where it stands */
  constructor(
    private readonly member: FetchingMember,
    private readonly resume: (assigned: AssignedPartition) => void,
  ) {}

  /** Records of the partition were queued. */
  fetched(assigned: AssignedPartition): void {
    if (assigned.isFull || assigned.queue.sizeBytes < this.#shareBytes) return;
    assigned.isFull = true;
    this.member.source?.pause(assigned);
  }

  /** Records of the partition were taken. */
  drained(assigned: AssignedPartition): void {
    if (!assigned.isFull || assigned.queue.sizeBytes >= this.#shareBytes / 2) return;
    assigned.isFull = false;
    if (!assigned.isHeld) this.resume(assigned);
  }

  /** What is queued is dropped, and fetched anew from the offset on. */
  rewind(assigned: AssignedPartition, offset: number): void {
    assigned.rewindTo(offset);
    this.member.source?.seek(assigned.nextPosition);
    this.drained(assigned);
  }

  get #shareBytes(): number {
    return this.member.limits.maxQueuedBytes / Math.max(1, this.member.assignment.size);
  }
}
