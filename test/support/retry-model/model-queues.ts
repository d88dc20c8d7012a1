interface Queued {
  readonly stream: number;
}

/** What an owner has fetched and not ended: a queue for each scope, and in partition order what is put aside. */
export class ModelQueues<T extends Queued> {
  readonly #queues = new Map<string | symbol, readonly T[]>();
  /** Records of the topic, in order, that wait until nothing sent back is left. */
  #aside: readonly T[] = [];

  get scopes(): readonly (string | symbol)[] {
    return [...this.#queues.keys()];
  }

  first(scope: string | symbol): T {
    return this.#queues.get(scope)![0]!;
  }

  add(scope: string | symbol, item: T): void {
    if (item.stream === 0 && this.#aside.length > 0) this.#aside = [...this.#aside, item];
    else this.#set(scope, [...(this.#queues.get(scope) ?? []), item]);
  }

  /** Nothing is held in the topic by which dead letters come back: the first waits in memory, and those behind it. */
  putAside(scope: string | symbol): void {
    const [ofTopic, sentBack] = split(this.#queues.get(scope)!);
    this.#aside = [...this.#aside, ...ofTopic];
    this.#set(scope, sentBack);
  }

  /** The first has ended. */
  ended(scope: string | symbol): void {
    const [first, ...others] = this.#queues.get(scope)!;
    if (first!.stream === 0) return this.#set(scope, others);
    this.#set(scope, [...others, ...this.#aside]);
    this.#aside = [];
  }

  #set(scope: string | symbol, items: readonly T[]): void {
    if (items.length === 0) this.#queues.delete(scope);
    else this.#queues.set(scope, items);
  }
}

function split<T extends Queued>(items: readonly T[]): readonly [ofTopic: readonly T[], sentBack: readonly T[]] {
  return [items.filter(({ stream }) => stream === 0), items.filter(({ stream }) => stream > 0)];
}
