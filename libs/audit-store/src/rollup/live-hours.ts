const second = (name: string): string => `toDateTime({${name}:UInt32}, 'UTC')`;

/**
 * SQL for a moment of so many seconds that is compared with times in milliseconds. Not `toDateTime`: ClickHouse 26.7 leaves out
 * granules and parts whose earliest time lies in the last second before such a bound.
 */
export const momentOf = (seconds: string): string => `fromUnixTimestamp64Milli(toInt64(${seconds}) * 1000, 'UTC')`;

/** The condition for the hours that `liveRows` reads, on a time column that is not null. */
export function liveHours(column: string): string {
  const hour = `toStartOfHour(${column})`;
  return (
    `${column} >= ${momentOf('{from:UInt32}')} AND ${column} < ${momentOf('{to:UInt32}')} ` +
    `AND (${hour} IN {hours:Array(UInt32)} OR ${hour} >= ${second('openFrom')})`
  );
}

/** The complement: hours that are read from a rollup. */
export const rolledUpHours =
  `hour >= ${second('from')} AND hour < ${second('to')} ` +
  `AND hour < ${second('openFrom')} AND hour NOT IN {hours:Array(UInt32)}`;
