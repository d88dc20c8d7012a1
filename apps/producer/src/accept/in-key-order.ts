/**
 * Runs `work` on all items at the same time, but on items of one key one after the other in list order, so that a
 * failure in the middle cannot put a later event of a key in front of an earlier one.
 *
 * @param work must not reject
 * @returns one answer per item, index-aligned
 */
export async function inKeyOrder<T, R>(
  items: readonly T[],
  keyOf: (item: T) => string,
  work: (item: T, previous: R | undefined) => Promise<R>,
): Promise<readonly R[]> {
  const tails = new Map<string, Promise<R>>();
  const answers = items.map((item) => {
    const key = keyOf(item);
    const tail = tails.get(key);
    const answer = tail === undefined ? work(item, undefined) : tail.then((previous) => work(item, previous));
    tails.set(key, answer);
    return answer;
  });
  return await Promise.all(answers);
}
