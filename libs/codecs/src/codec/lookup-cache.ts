/**
 * Remembers what was looked up. A hit is synchronous; a miss is asked once for all who wait; failures are remembered for
 * a while only if they are an answer ("there is no such thing"), never when nobody answered.
 */
export class LookupCache<K, V> {
  readonly #values = new Map<K, V>();
  readonly #pending = new Map<K, Promise<V>>();
  readonly #failures = new Map<K, { readonly error: unknown; readonly untilMs: number }>();
  readonly #options: LookupCacheOptions<K, V>;

  constructor(options: LookupCacheOptions<K, V>) {
    this.#options = options;
  }

  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  /** The value; rejects with what `load` rejected with. */
  load(key: K): Promise<V> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const failure = this.#failures.get(key);
    if (failure !== undefined && this.#options.nowMs() < failure.untilMs) return Promise.reject(failure.error);
    const loading = this.#loadOnce(key).finally(() => this.#pending.delete(key));
    this.#pending.set(key, loading);
    return loading;
  }

  async #loadOnce(key: K): Promise<V> {
    try {
      const value = await this.#options.load(key);
      this.#failures.delete(key);
      this.#values.set(key, value);
      return value;
    } catch (error) {
      if (this.#options.isAnswer(error)) this.#remember(key, error);
      throw error;
    }
  }

  #remember(key: K, error: unknown): void {
    // Keys come from records: the oldest failure makes room, so that senseless ids cannot fill the memory.
    const oldest = this.#failures.keys().next();
    if (this.#failures.size >= maxFailures && oldest.done !== true) this.#failures.delete(oldest.value);
    this.#failures.set(key, { error, untilMs: this.#options.nowMs() + this.#options.failureTtlMs });
  }
}

export interface LookupCacheOptions<K, V> {
  load(key: K): Promise<V>;
  /** The failure will be the same for a while: it is an answer. */
  isAnswer(error: unknown): boolean;
  nowMs(): number;
  readonly failureTtlMs: number;
}

const maxFailures = 10_000;
