import type {
  LogRecord,
  PartitionBatch,
  RecordPosition,
  RecordSourceListener,
  TopicPartition,
} from '@spillway/streaming';

/** Remembers what a source told it. */
export class RecordingListener implements RecordSourceListener {
  readonly records: LogRecord[] = [];
  readonly batches: PartitionBatch[] = [];
  readonly errors: unknown[] = [];
  assigned: readonly TopicPartition[] = [];
  assignments = 0;
  /** What a test wants done at these moments. */
  startAt: (partitions: readonly TopicPartition[]) => readonly RecordPosition[] = () => [];
  beforeRevoke: (partitions: readonly TopicPartition[]) => Promise<void> = async () => {};
  onEachBatch: (batch: PartitionBatch) => void = () => {};

  async onAssigned(partitions: readonly TopicPartition[]): Promise<readonly RecordPosition[]> {
    this.assigned = partitions;
    this.assignments++;
    return this.startAt(partitions);
  }

  async onRevoking(partitions: readonly TopicPartition[]): Promise<void> {
    // At once: a driver may assign anew while the last words about the assignment before are still on their way.
    const gone = new Set(partitions.map((partition) => `${partition.topic}/${partition.partition}`));
    this.assigned = this.assigned.filter((partition) => !gone.has(`${partition.topic}/${partition.partition}`));
    await this.beforeRevoke(partitions);
  }

  onBatch(batch: PartitionBatch): void {
    this.batches.push(batch);
    this.onEachBatch(batch);
    this.records.push(...batch.records);
  }

  onError(error: unknown): void {
    this.errors.push(error);
  }

  /** Values as text, in the order of arrival. */
  values(): (string | undefined)[] {
    return this.records.map((record) => record.value?.toString());
  }
}
