import { SpillwayError } from '@spillway/events';
import type { Clock, Metrics } from '@spillway/streaming';
import type { UnreadableBatch } from '../records/unreadable-message.js';
import type { AssignedPartition } from './assignment.js';

export interface StoppedPartitionsOptions {
  readonly groupId: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  readonly report: (error: SpillwayError) => void;
}

/** Short enough that a batch that was removed holds nobody up for long, long enough for what unpacking it again costs. */
export const unreadableRetryMs = 60_000;

/**
 * Partitions that stand before a batch that cannot be read. Skipping it would lose records, so each waits; it is tried,
 * and reported, again every minute. All others go on.
 */
export class StoppedPartitions {
  readonly #stopped = new Set<AssignedPartition>();

  constructor(private readonly options: StoppedPartitionsOptions) {}

  /** @param retry called once, after a minute */
  stop(partition: AssignedPartition, batch: UnreadableBatch, retry: () => void): void {
    const { clock, signal, report } = this.options;
    this.#stopped.add(partition);
    this.#show(partition, 1);
    report(this.#error(partition, batch));
    void clock.sleep(unreadableRetryMs, signal).then(() => (signal.aborted ? undefined : retry()));
  }

  /** To be told of every batch that was read. */
  wasRead(partition: AssignedPartition): void {
    if (this.#stopped.size > 0 && this.#stopped.delete(partition)) this.#show(partition, 0);
  }

  /** They are no longer this member's. */
  clear(): void {
    for (const partition of this.#stopped) this.#show(partition, 0);
    this.#stopped.clear();
  }

  #error({ topic, partition }: AssignedPartition, batch: UnreadableBatch): SpillwayError {
    const { groupId } = this.options;
    const { firstOffset, lastOffset, problem, detail } = batch;
    const where = `${topic}/${partition} from ${firstOffset} to ${lastOffset}`;
    const context = { groupId, topic, partition, firstOffset, lastOffset, problem };
    return new SpillwayError('SPW-1107', `${groupId} cannot read ${where} and stands before it: ${detail}`, {
      context,
    });
  }

  #show({ topic, partition }: AssignedPartition, value: 0 | 1): void {
    const labels = { group: this.options.groupId, topic, partition: String(partition) };
    this.options.metrics.set('spillway_consumer_stopped_partition', value, labels);
  }
}
