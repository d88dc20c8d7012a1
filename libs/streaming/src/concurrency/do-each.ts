/**
 * Does one after the other, whatever became of those before.
 *
 * @throws the first failure, after all were done
 */
export async function doEach(works: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const work of works) await work().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
