import type { CommittedPosition } from '../ports/record-source.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { ConsumerLimits } from '../assignment/consumer-limits.js';

/** What a group member does with the records it fetches. The member owns fetching and commits, the work owns handling. */
export interface MemberWork {
  /** These partitions are ours from now on; nothing of them was fetched yet. */
  begin(partitions: readonly AssignedPartition[]): void;
  /** Works until `stopTaking`. Resolves when nothing runs any more; never rejects. */
  run(): Promise<void>;
  /** Records of the partition were queued. */
  wake(assigned: AssignedPartition): void;
  /** Partitions were taken away (`control.holds` answers false for them): what runs for them is told to end. */
  interrupt(): void;
  /** Nothing new is begun; what runs may finish. */
  stopTaking(): void;
  /** What still runs is told to end. */
  giveBack(): void;
  /**
   * Whether something it knows of explains that the partition does not get on: it is at work on it, or waits for something.
   * A text says how far other work is that has to be done first: it explains nothing once it stays the same.
   */
  explains(assigned: AssignedPartition): boolean | string;
  /** Called before positions are committed; a rejection holds the commit back until the next turn. */
  beforeCommit?(): Promise<void>;
}

/** What the work may ask of its member. */
export interface MemberControl {
  readonly limits: ConsumerLimits;
  /** The partitions held now. */
  assigned(): readonly AssignedPartition[];
  /** Whether this very assignment still holds; false once it was revoked, even when the partition came back. */
  holds(assigned: AssignedPartition): boolean;
  /** Stops fetching a partition until `resume`, whatever its queue holds. */
  pause(assigned: AssignedPartition): void;
  resume(assigned: AssignedPartition): void;
  /** What is resumed is fetched so much later, at most. */
  fetchWaitMs(): number;
  /** After records were taken: fetches on where a full queue had stopped it and it is half empty now. */
  drained(assigned: AssignedPartition): void;
  /** Records of the partition need carry only these headers and no value; undefined: all again, once it was rewound. */
  narrow(assigned: AssignedPartition, headers: readonly string[] | undefined): void;
  /** Moves the fetch position of a partition and drops what is queued. */
  rewind(assigned: AssignedPartition, offset: number): void;
  /** Commits now, besides the regular turns; answers whether it was stored. */
  commit(positions: readonly CommittedPosition[]): Promise<boolean>;
  /** So many more records are done: the group gets on. */
  progressed(records: number): void;
  /** Why nothing gets on, as readiness shows it. */
  suspended(reason: string): void;
  /** The reason of before is gone. */
  recovered(): void;
  rebuilding(isRebuilding: boolean): void;
  /** Leaves and joins anew: what this member believed to own is not its own any more. */
  rejoin(reason: unknown): void;
  /** The same, with what is done until now: what it believes is true, but not all there is. */
  renew(reason: unknown): void;
  /** Only a new process helps. */
  fail(reason: unknown): void;
}
