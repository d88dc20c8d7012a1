import type { AssignedPartition } from '../../assignment/assigned-partition.js';

/**
 * Writes down what was told of deliveries. What had been done before the call may be committed then, what was done
 * meanwhile may not.
 *
 * @throws what `flush` throws: nothing more may be committed than before
 */
export async function settleDone(partitions: readonly AssignedPartition[], flush: () => Promise<void>): Promise<void> {
  const before = partitions.map((assigned) => [assigned, assigned.done] as const);
  await flush();
  for (const [assigned, done] of before) assigned.settle(done);
}
