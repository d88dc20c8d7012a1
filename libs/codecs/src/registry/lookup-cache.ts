/**
 * Remembers what was looked up. A hit is synchronous; a miss is asked once for all who wait; failures are remembered for
 * a while only if they are an answer ("there is no such thing"), never when nobody answered. Each key has its own calls
 * and its own failures.
 */
export class LookupCache<K, V> {
  /** Those used last: when they are half of what is kept, those before them go unless they were used since. */
  #values = new Map<K, V>();
  #older = new Map<K, V>();
  readonly #pending = new Map<K, Promise<V>>();
  readonly #failures = new Map<K, { readonly error: unknown; readonly untilMs: number }>();
  readonly #options: LookupCacheOptions<K, V>;

  constructor(options: LookupCacheOptions<K, V>) {
    this.#options = options;
  }

  /** How many values are kept. */
  get size(): number {
    return this.#values.size + this.#older.size;
  }

  get(key: K): V | undefined {
    return this.#values.get(key) ?? this.#renew(key);
  }

  /** The value; rejects with what `load` rejected with. */
  load(key: K): Promise<V> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const failure = this.#failures.get(key);
    if (failure !== undefined && this.#nowMs() < failure.untilMs) return Promise.reject(failure.error);
    const loading = this.#loadOnce(key).finally(() => this.#pending.delete(key));
    this.#pending.set(key, loading);
    return loading;
  }

  async #loadOnce(key: K): Promise<V> {
    try {
      const value = await this.#options.load(key);
      this.#failures.delete(key);
      this.#keep(key, value);
      return value;
    } catch (error) {
      if (this.#options.isAnswer(error)) this.#remember(key, error);
      throw error;
    }
  }

  #renew(key: K): V | undefined {
    const value = this.#older.get(key);
    if (value === undefined) return undefined;
    this.#older.delete(key);
    this.#keep(key, value);
    return value;
  }

  #keep(key: K, value: V): void {
    const { maxValues = Infinity } = this.#options;
    if (this.#values.size >= maxValues / 2) {
      this.#older = this.#values;
      this.#values = new Map();
    }
    this.#values.set(key, value);
  }

  #remember(key: K, error: unknown): void {
    // Keys come from records: the oldest failure makes room, so that senseless ids cannot fill the memory.
    const oldest = this.#failures.keys().next();
    if (this.#failures.size >= maxFailures && oldest.done !== true) this.#failures.delete(oldest.value);
    this.#failures.set(key, { error, untilMs: this.#nowMs() + (this.#options.failureTtlMs ?? 0) });
  }

  #nowMs(): number {
    return this.#options.nowMs?.() ?? 0;
  }
}

export interface LookupCacheOptions<K, V> {
  load(key: K): Promise<V>;
  /** The failure will be the same for a while: it is an answer. */
  isAnswer(error: unknown): boolean;
  /** Needed where a failure may be an answer. */
  nowMs?(): number;
  readonly failureTtlMs?: number;
  /** How many values are kept at most; those not used for longest go first. Unlimited when absent. */
  readonly maxValues?: number;
}

const maxFailures = 10_000;
