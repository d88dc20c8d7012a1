/**
 * One order of several queues, in which each has always given about the same share of its seconds: none of them is left
 * alone at the end. Each queue keeps its own order.
 */
export function inEqualShares<T>(queues: readonly (readonly T[])[], secondsOf: (item: T) => number): readonly T[] {
  return queues
    .flatMap((queue) => sharesBefore(queue, secondsOf))
    .toSorted((left, right) => left.share - right.share)
    .map(({ item }) => item);
}

/** With each item, the share of the queue's seconds that goes before it. */
function sharesBefore<T>(queue: readonly T[], secondsOf: (item: T) => number): readonly { item: T; share: number }[] {
  const total = queue.reduce((sum, item) => sum + secondsOf(item), 0);
  let before = 0;
  return queue.map((item) => {
    const share = before / total;
    before += secondsOf(item);
    return { item, share };
  });
}
