import type { TopicPartition } from '@spillway/streaming';

/** One partition while it belongs to this member. */
export interface AssignedPartition extends TopicPartition {
  /** Where the next batch begins; undefined until the first batch when the owner named no position. */
  position: number | undefined;
  paused: boolean;
  /** Base of the last batch that was dropped as stale. */
  droppedBase: number | undefined;
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
      const fresh = { position: undefined, paused: false, droppedBase: undefined };
      this.#byTopic.set(topic, new Map(numbers.map((partition) => [partition, { topic, partition, ...fresh }])));
    }
    this.partitions = [...this.#byTopic.values()].flatMap((partitions) =>
      [...partitions.values()].map(({ topic, partition }) => ({ topic, partition })),
    );
  }

  get({ topic, partition }: TopicPartition): AssignedPartition | undefined {
    return this.#byTopic.get(topic)?.get(partition);
  }

  resumable(): TopicPartition[] {
    return this.partitions.filter((partition) => this.get(partition)?.paused === false);
  }
}

/**
 * Whether a batch fetched from `base` continues the partition. One from before the position is a leftover of an earlier
 * fetch; if the client asks from there a second time it was not a leftover: it has reset its position, which the owner
 * must see (retention, or a topic made again).
 */
export function continues(partition: AssignedPartition, base: number): boolean {
  if (partition.position === undefined || base >= partition.position || partition.droppedBase === base) {
    partition.droppedBase = undefined;
    return true;
  }
  partition.droppedBase = base;
  return false;
}
