import { partitionKey } from '../../ports/partition-key.js';
import type { TopicPartition } from '../../ports/record.js';
import { BrokerClock, type AppendTimes, type LocalClock } from './broker-clock.js';

/**
 * The clocks of the brokers that lead partitions, each estimated from appends to its own partition: brokers differ, and
 * what waits in a partition has the times of its leader. Of one that nothing was appended to from here for half an hour
 * nothing is known.
 */
export class BrokerClocks {
  readonly #local: LocalClock;
  readonly #clocks = new Map<string, BrokerClock>();

  constructor(local: LocalClock) {
    this.#local = local;
  }

  /** The local clock in which `sentAtMs` and `ackedAtMs` are to be taken. */
  localMs(): number {
    return this.#local.steadyMs();
  }

  /** An append to this partition was acknowledged. */
  observe(partition: TopicPartition, times: AppendTimes): void {
    const key = partitionKey(partition);
    const clock = this.#clocks.get(key) ?? new BrokerClock(this.#local);
    clock.observe(times);
    if (clock.isMeasured) this.#clocks.set(key, clock);
  }

  /** Its topic keeps the times of producers, and its broker tells none: the local clock is all there is, until it does. */
  trustLocal(partition: TopicPartition): void {
    this.#clocks.set(partitionKey(partition), new BrokerClock(this.#local));
  }

  /** Milliseconds since the epoch by the clock of the partition's leader, never ahead of it; undefined while it is not known. */
  nowMs(partition: TopicPartition): number | undefined {
    const clock = this.#clocks.get(partitionKey(partition));
    return clock?.isOutdated === true ? undefined : clock?.nowMs();
  }
}
