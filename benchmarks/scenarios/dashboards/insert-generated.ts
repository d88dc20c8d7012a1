import type { GenerateOptions } from './generated-log.ts';

export interface CommandClient {
  command(statement: { readonly query: string; readonly query_params?: Record<string, unknown> }): Promise<unknown>;
}

/** With statistics, like the inserts of the sink. */
const settings =
  'SETTINGS async_insert = 0, max_partitions_per_insert_block = 1000, materialize_statistics_on_insert = 1';
const numbersPerInsert = 250_000;

/**
 * Inserts what a `SELECT … FROM numbers({start:UInt64}, {count:UInt64})` makes of the numbers below `count`. One number in a
 * hundred is written twice, as after a crash of the sink; never that of a dead letter, which ends in 49 or 99.
 */
export async function insertGenerated(
  client: CommandClient,
  query: string,
  { rowsPerDay, ...options }: GenerateOptions,
  { count, params }: { readonly count: number; readonly params?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const gapMs = 86_400_000 / rowsPerDay;
  for (let start = 0; start < count; start += numbersPerInsert) {
    const query_params = { ...options, ...params, gapMs, start, count: Math.min(numbersPerInsert, count - start) };
    for (const again of ['', 'WHERE number % 100 = 7'])
      await client.command({ query: `${query} ${again} ${settings}`, query_params });
  }
}
