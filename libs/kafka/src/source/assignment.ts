import type { TopicPartition } from '@spillway/streaming';
import type { HeaderPicker } from '../records/header-picker.js';

/** One partition while it belongs to this member. */
export interface AssignedPartition extends TopicPartition {
  /** Where the next batch begins; undefined until the first batch when the owner named no position. */
  position: number | undefined;
  paused: boolean;
  /** Where it was committed last in this assignment: before it another member may have put it back. */
  committed: bigint | undefined;
  /** Stands before a batch that cannot be read. */
  stopped: boolean;
  /** Base of the last batch that was dropped as stale. */
  droppedBase: number | undefined;
  /** The owner has moved it, and nothing has come from there yet. */
  isSought: boolean;
  /** Where the last hole began that was dropped as stale. */
  droppedHole: number | undefined;
  /** The only headers that are needed of it, if not all. */
  wanted: HeaderPicker | undefined;
}

/** What one join of the group gave to this member. Pauses end with it. */
export class Assignment {
  readonly partitions: readonly TopicPartition[];
  readonly #byTopic = new Map<string, Map<number, AssignedPartition>>();
  /** Fetched batches are handed over only while open: between the owner's positions and the next rebalance. */
  open = false;
  /** Commits are taken from the join until the next rebalance was told to the owner. */
  committable = true;
  /** The owner was told that it is over. */
  revoked = false;

  constructor(assigned: Readonly<Record<string, readonly number[]>>) {
    for (const [topic, numbers] of Object.entries(assigned)) {
      this.#byTopic.set(topic, new Map(numbers.map((partition) => [partition, fresh({ topic, partition })])));
    }
    this.partitions = [...this.#byTopic.values()].flatMap((partitions) =>
      [...partitions.values()].map(({ topic, partition }) => ({ topic, partition })),
    );
  }

  get({ topic, partition }: TopicPartition): AssignedPartition | undefined {
    return this.#byTopic.get(topic)?.get(partition);
  }

  resumable(): TopicPartition[] {
    return this.partitions.filter((partition) => {
      const assigned = this.get(partition);
      return assigned !== undefined && !assigned.paused && !assigned.stopped;
    });
  }
}

function fresh(partition: TopicPartition): AssignedPartition {
  const unknown = { position: undefined, committed: undefined, wanted: undefined };
  const dropped = { droppedBase: undefined, droppedHole: undefined };
  return { ...partition, ...unknown, ...dropped, paused: false, stopped: false, isSought: false };
}

/**
 * Whether a batch fetched from `base` continues the partition. One from before the position is a leftover of an earlier
 * fetch; if the client asks from there a second time it was not a leftover: it has reset its position, which the owner
 * must see (retention, or a recreated topic).
 */
export function continues(partition: AssignedPartition, base: number): boolean {
  if (partition.position === undefined || base >= partition.position || partition.droppedBase === base) {
    partition.droppedBase = undefined;
    return true;
  }
  partition.droppedBase = base;
  return false;
}

/**
 * Whether a hole was fetched before the owner moved the partition: it then says nothing of what lies from there to its
 * end. Only where its records begin is known, and a gap before them may be compaction: the same beginning a second
 * time, from the owner's position, is.
 */
export function isStaleHole(partition: AssignedPartition, firstOffset: number): boolean {
  const { position, isSought, droppedHole } = partition;
  if (!isSought || position === undefined || firstOffset <= position || droppedHole === firstOffset) return false;
  partition.droppedHole = firstOffset;
  return true;
}
