/**
 * Copies of a row have the same hour, so they lie in the same day's partition. ClickHouse cannot conclude that from
 * `toStartOfHour(timestamp)` in the sorting key: without being told, a read with FINAL goes through the parts of all days.
 */
export const finalSettings = 'do_not_merge_across_partitions_select_final = 1';
