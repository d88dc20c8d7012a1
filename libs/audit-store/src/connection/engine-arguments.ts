const mebibyte = 1024 * 1024;

/** Memory of the embedded engine unless told otherwise. */
export const defaultEngineBytes = 2048 * mebibyte;

/** Caches that ClickHouse would let grow to 5 GiB, and what of the engine's memory each may take; an eighth together. */
const cacheShares = {
  mark_cache_size: 1 / 32,
  index_mark_cache_size: 1 / 32,
  primary_index_cache_size: 1 / 32,
  query_condition_cache_size: 1 / 64,
  compiled_expression_cache_size: 1 / 64,
} as const;

/**
 * What the embedded engine is started with. Past `engineBytes` of all that it allocates it refuses whatever wants more: an
 * insert waits and is made again, a question is told, a merge is made later. An argument that it does not know it ignores.
 */
export function engineArguments(engineBytes: number): readonly string[] {
  const settings = {
    max_server_memory_usage: engineBytes,
    // Merges that would come on top of this are not begun.
    merges_mutations_memory_usage_soft_limit: engineBytes / 4,
    ...Object.fromEntries(Object.entries(cacheShares).map(([name, share]) => [name, engineBytes * share])),
  };
  return Object.entries(settings).map(([name, bytes]) => `--${name}=${Math.floor(bytes)}`);
}
