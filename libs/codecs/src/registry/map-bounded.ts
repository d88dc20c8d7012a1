/** As many as a small registry answers side by side. */
const atOnce = 8;

/**
 * What a question gives for each item, in the order of the items, a few asked at once.
 *
 * @throws what the first question that fails throws; none is asked after it
 */
export async function mapBounded<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const results = Array.from<R>({ length: items.length });
  const open = items.entries();
  let hasFailed = false;
  const askNext = async (): Promise<void> => {
    for (const [index, item] of open) {
      if (hasFailed) return;
      results[index] = await ask(item);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, () =>
    askNext().catch((error: unknown) => {
      hasFailed = true;
      throw error;
    }),
  );
  await Promise.all(workers);
  return results;
}
