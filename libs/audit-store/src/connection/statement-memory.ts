/** Of a statement's memory, after which it sorts and groups on disk: slower, where it would be refused. */
const spillShare = 1 / 4;
/** What was sorted on disk is read back side by side, a block of each run in memory; ClickHouse makes blocks of 16 MiB. */
const runBlockBytes = 1024 * 1024;

/**
 * Settings that bound what a statement has in memory.
 *
 * @param maxBytes past which it is refused
 * @param threads each of which sorts and groups for itself
 */
export function statementMemory(maxBytes: number, threads: number): string {
  const spillBytes = Math.floor((maxBytes * spillShare) / threads);
  return [
    `max_memory_usage = ${maxBytes}`,
    `max_threads = ${threads}`,
    `max_bytes_before_external_group_by = ${spillBytes}`,
    `max_bytes_before_external_sort = ${spillBytes}`,
    // Unless told otherwise nothing is sorted on disk before half of the memory of all is taken.
    'max_bytes_ratio_before_external_group_by = 0',
    'max_bytes_ratio_before_external_sort = 0',
    `prefer_external_sort_block_bytes = ${runBlockBytes}`,
  ].join(', ');
}
