/** What an operator names: a topic of the group, a partition number, both, or everything. Tiers follow their topic. */
export interface PauseTarget {
  readonly topic?: string;
  readonly partition?: number;
}

export interface PauseWish extends PauseTarget {
  /** False: what an earlier, wider wish paused goes on. */
  readonly isPaused: boolean;
}

/** What operators want paused, kept while partitions come and go. The latest wish that names a partition counts. */
export class PauseWishes {
  #wishes: readonly PauseWish[] = [];

  get all(): readonly PauseWish[] {
    return this.#wishes;
  }

  add(wish: PauseWish): void {
    const kept = this.#wishes.filter((earlier) => !covers(wish, earlier));
    const wishes = [...kept, wish];
    // Going on is what happens anyway until something is paused.
    const first = wishes.findIndex(({ isPaused }) => isPaused);
    this.#wishes = first === -1 ? [] : wishes.slice(first);
  }

  isPaused(topic: string, partition: number): boolean {
    return this.#wishes.findLast((wish) => covers(wish, { topic, partition }))?.isPaused === true;
  }
}

function covers(wide: PauseTarget, narrow: PauseTarget): boolean {
  const hasTopic = wide.topic === undefined || wide.topic === narrow.topic;
  return hasTopic && (wide.partition === undefined || wide.partition === narrow.partition);
}
