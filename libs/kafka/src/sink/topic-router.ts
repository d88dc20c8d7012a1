import { partitionForKey } from '@spillway/streaming';

export interface RoutableRecord {
  readonly key: Buffer | null;
  readonly chosen: number | undefined;
  use(partition: number): void;
  refuse(error: unknown): void;
}

export interface TopicRouterOptions {
  readonly loadCount: () => Promise<number>;
  readonly steadyMs: () => number;
  /** How long a partition count is believed; afterwards it is asked for again in the background. */
  readonly maxAgeMs: number;
}

/** A partition beyond the count may have been added since: asked for again at once, but not more often than this. */
const recheckMs = 1_000;

/**
 * Chooses the partition of each record of one topic, once and for all its attempts: by the key as Kafka's Java client
 * does, in turn for records without one. Until the partition count is known records wait, in order.
 */
export class TopicRouter {
  #count: number | undefined;
  #loadedAtMs = 0;
  #loading = false;
  #turn = 0;
  #waiting: RoutableRecord[] = [];

  constructor(private readonly options: TopicRouterOptions) {}

  route(record: RoutableRecord): void {
    const ageMs = this.options.steadyMs() - this.#loadedAtMs;
    const isBeyond = (record.chosen ?? 0) >= (this.#count ?? 0) && (this.#loading || ageMs > recheckMs);
    if ((this.#count === undefined || isBeyond || ageMs > this.options.maxAgeMs) && !this.#loading) void this.#load();
    if (this.#count === undefined || isBeyond) this.#waiting.push(record);
    else this.#choose(record, this.#count);
  }

  #choose(record: RoutableRecord, count: number): void {
    const { key, chosen } = record;
    if (chosen !== undefined && (chosen < 0 || chosen >= count || !Number.isInteger(chosen))) {
      record.refuse(new RangeError(`There is no partition ${chosen}: the topic has ${count}`));
    } else {
      record.use(chosen ?? (key === null ? this.#turn++ % count : partitionForKey(key, count)));
    }
  }

  async #load(): Promise<void> {
    this.#loading = true;
    try {
      this.#count = await this.options.loadCount();
      this.#loadedAtMs = this.options.steadyMs();
      for (const waiting of this.#drain()) this.#choose(waiting, this.#count);
    } catch (error) {
      // A count that was known stays in use: a topic never loses partitions.
      for (const waiting of this.#drain()) waiting.refuse(error);
      this.#loadedAtMs = this.options.steadyMs();
    } finally {
      this.#loading = false;
    }
  }

  #drain(): RoutableRecord[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
