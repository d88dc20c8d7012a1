import { partitionKey } from '../../ports/partition-key.js';
import type { TopicPartition } from '../../ports/record.js';
import { BrokerClock, maxDrift, type AppendTimes, type LocalClock } from './broker-clock.js';

/** How long the least of all estimates may be used before it is looked for again. */
const leastLastsMs = 1_000;

/**
 * The clocks of the brokers that lead partitions, each estimated from appends to its own partition: brokers differ, and
 * what waits in a partition has the times of its leader. For a partition that nothing was appended to from here the least
 * of all estimates serves, which is ahead of no broker measured; before the first ack it is the local clock.
 */
export class BrokerClocks {
  readonly #local: LocalClock;
  readonly #clocks = new Map<string, BrokerClock>();
  readonly #unmeasured: BrokerClock;
  #least: { readonly aheadMs: number; readonly atMs: number } | undefined;

  constructor(local: LocalClock) {
    this.#local = local;
    this.#unmeasured = new BrokerClock(local);
  }

  /** The local clock in which `sentAtMs` and `ackedAtMs` are to be taken. */
  localMs(): number {
    return this.#unmeasured.localMs();
  }

  /** An append to this partition was acknowledged. */
  observe(partition: TopicPartition, times: AppendTimes): void {
    const key = partitionKey(partition);
    const clock = this.#clocks.get(key) ?? new BrokerClock(this.#local);
    clock.observe(times);
    if (!clock.isMeasured) return;
    this.#clocks.set(key, clock);
    this.#heedLower(clock.nowMs());
  }

  /** Milliseconds since the epoch by the clock of the partition's leader; without one, by the least of all. */
  nowMs(partition?: TopicPartition): number {
    const clock = partition === undefined ? undefined : this.#clocks.get(partitionKey(partition));
    return clock?.nowMs() ?? this.#leastMs();
  }

  /** What is lower counts at once; whether the least has risen is looked for now and then. */
  #heedLower(nowMs: number): void {
    const localMs = this.localMs();
    if (this.#least !== undefined && nowMs < this.#leastMs()) {
      this.#least = { aheadMs: nowMs - localMs, atMs: localMs };
    }
  }

  #leastMs(): number {
    if (this.#clocks.size === 0) return this.#unmeasured.nowMs();
    const localMs = this.localMs();
    if (this.#least === undefined || localMs - this.#least.atMs > leastLastsMs) {
      const aheadMs = Math.min(...[...this.#clocks.values()].map((clock) => clock.nowMs() - localMs));
      this.#least = { aheadMs, atMs: localMs };
    }
    // Each of them gives way by this much.
    return localMs + this.#least.aheadMs - (localMs - this.#least.atMs) * maxDrift;
  }
}
