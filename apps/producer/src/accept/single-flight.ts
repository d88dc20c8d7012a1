/** Who is being worked on, so that two copies of one event that arrive at the same time go one after the other. */
export class SingleFlight {
  private readonly flights = new Map<string, Promise<void>>();

  /**
   * Runs `work` on items none of which is in flight, until all are done; items with equal keys go to the same `work`.
   *
   * @returns one answer per item, index-aligned
   */
  async run<T, R>(
    items: readonly T[],
    keyOf: (item: T) => string,
    work: (items: readonly T[]) => Promise<readonly R[]>,
  ): Promise<readonly R[]> {
    const answers: R[] = Array.from({ length: items.length });
    let waiting = items.map((item, index) => ({ item, index, key: keyOf(item) }));
    while (waiting.length > 0) {
      const { free = [], taken = [] } = Object.groupBy(waiting, ({ key }) =>
        this.flights.has(key) ? 'taken' : 'free',
      );
      if (free.length === 0) {
        await this.flights.get(taken[0]!.key);
        continue;
      }
      const keys = new Set(free.map(({ key }) => key));
      const results = await this.fly(keys, () => work(free.map(({ item }) => item)));
      free.forEach(({ index }, position) => (answers[index] = results[position]!));
      waiting = taken;
    }
    return answers;
  }

  private async fly<R>(keys: ReadonlySet<string>, work: () => Promise<R>): Promise<R> {
    let land = (): void => {};
    const flight = new Promise<void>((resolve) => (land = resolve));
    for (const key of keys) this.flights.set(key, flight);
    try {
      return await work();
    } finally {
      for (const key of keys) this.flights.delete(key);
      land();
    }
  }
}
