const second = (name: string): string => `toDateTime({${name}:UInt32}, 'UTC')`;

/** The condition for the hours that `liveRows` reads, on a time column that is not null. */
export function liveHours(column: string): string {
  const hour = `toStartOfHour(${column})`;
  return (
    `${column} >= ${second('from')} AND ${column} < ${second('to')} ` +
    `AND (${hour} IN {hours:Array(UInt32)} OR ${hour} >= ${second('openFrom')})`
  );
}

/** The complement: hours that are read from a rollup. */
export const rolledUpHours =
  `hour >= ${second('from')} AND hour < ${second('to')} ` +
  `AND hour < ${second('openFrom')} AND hour NOT IN {hours:Array(UInt32)}`;
