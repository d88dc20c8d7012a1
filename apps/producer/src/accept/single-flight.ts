/** Who is being worked on, so that two copies of one event that arrive at the same time go one after the other. */
export class SingleFlight {
  private readonly flights = new Map<string, Promise<void>>();

  /**
   * Runs `work` on items none of which is in flight, until all are done; items with equal keys run in list order.
   *
   * @returns one answer per item, index-aligned
   */
  async run<T, R>(
    items: readonly T[],
    keyOf: (item: T) => string,
    work: (items: readonly T[]) => Promise<readonly R[]>,
  ): Promise<readonly R[]> {
    const answers = new Map<number, R>();
    let waiting = items.map((item, index) => ({ item, index, key: keyOf(item) }));
    while (waiting.length > 0) {
      const taken = new Map<string, (typeof waiting)[number]>();
      for (const entry of waiting) {
        if (!this.flights.has(entry.key) && !taken.has(entry.key)) taken.set(entry.key, entry);
      }
      if (taken.size === 0) {
        await this.flights.get(waiting[0]!.key);
        continue;
      }
      const entries = [...taken.values()];
      const results = await this.fly([...taken.keys()], () => work(entries.map(({ item }) => item)));
      entries.forEach(({ index }, position) => answers.set(index, results[position]!));
      waiting = waiting.filter((entry) => taken.get(entry.key) !== entry);
    }
    return items.map((_, index) => answers.get(index)!);
  }

  private async fly<R>(keys: readonly string[], work: () => Promise<R>): Promise<R> {
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
