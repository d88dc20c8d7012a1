export interface KeyOrder<T, R> {
  readonly keyOf: (item: T) => string;
  /**
   * How many items of one key may be under way at once. 1: an item that fails is never overtaken by a later one of its
   * key. More is faster where many items share a key, and gives that up within a run.
   */
  readonly runLength: number;
  /** Must not reject. `before` are the answers of the key's run before this one. */
  readonly work: (item: T, before: readonly R[]) => Promise<R>;
}

/**
 * Works on all keys at the same time and on the items of one key in list order.
 *
 * @returns one answer per item, index-aligned
 */
export async function inKeyOrder<T, R>(items: readonly T[], order: KeyOrder<T, R>): Promise<readonly R[]> {
  const indexesByKey = Map.groupBy(items.keys(), (index) => order.keyOf(items[index]!));
  const answers: R[] = Array.from({ length: items.length });
  await Promise.all(
    [...indexesByKey.values()].map(async (indexes) => {
      let before: readonly R[] = [];
      for (let start = 0; start < indexes.length; start += order.runLength) {
        const run = indexes.slice(start, start + order.runLength);
        const known = before;
        before = await Promise.all(run.map((index) => order.work(items[index]!, known)));
        run.forEach((index, position) => (answers[index] = before[position]!));
      }
    }),
  );
  return answers;
}
