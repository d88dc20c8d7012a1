import type { PartitionBatch, RecordPosition, TopicPartition } from './record.js';

export interface CommittedPosition extends RecordPosition {
  /** At most 4,096 bytes; holds what is done above the offset. */
  readonly metadata?: string;
}

export interface CommitOptions {
  /** An operator wants it: the position is stored whatever was committed before. */
  readonly mayLower?: boolean;
}

export interface SourceOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Position of a partition for which the group has committed nothing and `onAssigned` names none. */
  readonly startFrom: 'beginning' | 'latest';
  readonly sessionTimeoutMs?: number;
}

/** What a source tells its owner. No error thrown here may reach the client underneath: the source catches and reports it. */
export interface RecordSourceListener {
  /**
   * The group gave these partitions to this member. Nothing is fetched from them until the promise resolves; the
   * positions returned are where fetching starts (absent: the committed position, else `startFrom`).
   */
  onAssigned(partitions: readonly TopicPartition[]): Promise<readonly RecordPosition[]>;
  /** The group rebalances: the last moment at which a commit for these partitions is ours to make. */
  onRevoking(partitions: readonly TopicPartition[]): Promise<void>;
  /** Takes the batch over; returns at once. A full queue answers with `pause`. */
  onBatch(batch: PartitionBatch): void;
  /** The source cannot go on by itself, or lost function for the time being (`fatal` says which). */
  onError(error: unknown, fatal: boolean): void;
  /** What `onError` reported as lost for the time being works again. */
  onRecovered?(): void;
}

/** One member of a consumer group. */
export interface RecordSource {
  /** A fetch may stay open so long while there is nothing new, and what is resumed meanwhile waits for it; 0 when absent. */
  readonly fetchWaitMs?: number;
  /** Joins. Resolves when partitions were assigned (or the group has more members than partitions); rejects when it cannot join. */
  start(listener: RecordSourceListener): Promise<void>;
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  /**
   * From now on, while the partition is assigned, its records need carry no value and only these headers, whose values
   * may come as text; undefined: they come whole again. What was handed over before stays as it is: seek to have it again.
   */
  narrow(partition: TopicPartition, headers: readonly string[] | undefined): void;
  /** Moves the fetch position of an assigned partition. */
  seek(position: RecordPosition): void;
  /** Stores positions for this group; never lowers one that this source committed before, unless asked to. */
  commit(positions: readonly CommittedPosition[], options?: CommitOptions): Promise<void>;
  /**
   * Whether no heartbeat was answered for the session's time-out: what was assigned may be another member's by now, and
   * nothing of it is to be written until it is known. Absent where nobody can be given up without being told.
   */
  isSessionOver?(): boolean;
  /** Stops fetching, leaves the group. Idempotent. */
  stop(): Promise<void>;
}
