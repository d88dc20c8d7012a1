import { partitionKey } from '../ports/partition-key.js';
import type { MetricLabels } from '../ports/metrics.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { MemberOptions } from './member-options.js';

/** Shows how far a member is behind, in records and in seconds, for each of its partitions. */
export class LagGauges {
  #shown = new Map<string, MetricLabels>();
  /** Since when a partition is known to be behind of which nothing is fetched: so long it waits at least. */
  readonly #behindSinceMs = new WeakMap<AssignedPartition, number>();

  constructor(private readonly options: Pick<MemberOptions, 'groupId' | 'clock' | 'metrics'>) {}

  /** @param partitions those the member has now; others that it had before show 0, since their owner speaks for them */
  show(partitions: readonly AssignedPartition[]): void {
    const shown = new Map<string, MetricLabels>();
    for (const assigned of partitions) {
      const labels = { group: this.options.groupId, topic: assigned.topic, partition: String(assigned.partition) };
      shown.set(partitionKey(assigned), labels);
      this.#set(labels, assigned.status().lag, this.#lagMs(assigned));
    }
    for (const [key, labels] of this.#shown) if (!shown.has(key)) this.#set(labels, 0, 0);
    this.#shown = shown;
  }

  #lagMs(assigned: AssignedPartition): number {
    const nowMs = this.options.clock.nowMs();
    if (assigned.status().lag === 0) {
      this.#behindSinceMs.delete(assigned);
      return 0;
    }
    const writtenMs = assigned.oldestUndoneMs();
    if (writtenMs === undefined && !this.#behindSinceMs.has(assigned)) this.#behindSinceMs.set(assigned, nowMs);
    // Producers may be ahead of our clock.
    return Math.max(0, nowMs - (writtenMs ?? this.#behindSinceMs.get(assigned) ?? nowMs));
  }

  #set(labels: MetricLabels, records: number, ageMs: number): void {
    this.options.metrics.set('spillway_consumer_lag_records', records, labels);
    this.options.metrics.set('spillway_consumer_lag_seconds', ageMs / 1_000, labels);
  }
}
