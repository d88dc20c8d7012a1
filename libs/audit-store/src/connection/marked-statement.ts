import type { ClickHouseClient } from '@clickhouse/client';

/**
 * Runs a statement that is stopped inside of ClickHouse when nobody waits for it any more. The embedded engine takes no query
 * id, so it is found by the comment it begins with.
 *
 * @param act given that comment
 */
export async function markedStatement<R>(
  { control, id }: { readonly control: ClickHouseClient; readonly id: string },
  signal: AbortSignal | undefined,
  act: (marker: string) => Promise<R>,
): Promise<R> {
  const marker = `/* spillway:${id} */`;
  const kill = (): void => {
    const query = 'KILL QUERY WHERE query_id = {id:String} OR startsWith(query, {marker:String}) ASYNC';
    control.command({ query, query_params: { id, marker } }).catch(() => {});
  };
  signal?.addEventListener('abort', kill, { once: true });
  try {
    return await act(marker);
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}
