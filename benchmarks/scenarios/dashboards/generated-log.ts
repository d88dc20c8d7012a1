/** What is generated, and when its newest record was published. */
export interface GenerateOptions {
  readonly rows: number;
  readonly rowsPerDay: number;
  readonly seed: number;
  readonly endMs: number;
}

/** Topics with 12 partitions each take turns, so a record's number is also 36 times its offset and its partition's place. */
const partitionsInAll = 36;
const recordsPerRange = 20;

/** SQL about the log that is generated, by the number of a record: tables that are filled apart tell of the same records. */
export const generatedLog = {
  partitionsInAll,
  topic: (record: string): string => `['retail.orders', 'retail.payments', 'retail.fulfilment'][${record} % 3 + 1]`,
  /** The one group that reads the topic. */
  group: (record: string): string => `['inventory', 'ledger', 'shipping'][${record} % 3 + 1]`,
  partition: (record: string): string => `intDiv(${record}, 3) % 12`,
  offset: (record: string): string => `intDiv(${record}, ${partitionsInAll})`,
  publishedAt: (record: string): string =>
    `fromUnixTimestamp64Milli(toInt64({endMs:Int64} - ({rows:UInt64} - ${record}) * {gapMs:Float64}), 'UTC')`,
  /** A hash of a number and a purpose, the same for the same seed. */
  hash: (number: string, purpose: string): string => `sipHash64(${number}, {seed:UInt64}, '${purpose}')`,
  recordsPerRange,
  /** Ranges of that many records of a partition; the newest records are in none yet. */
  ranges: (rows: number): number => Math.floor(rows / (recordsPerRange * partitionsInAll)) * partitionsInAll,
  lastRecordOf: (range: string): string =>
    `(${partitionsInAll} * (${recordsPerRange} * intDiv(${range}, ${partitionsInAll}) + ${recordsPerRange - 1}) + ${range} % ${partitionsInAll})`,
  /** The last record of every fifth range was tried again: one record in a hundred. */
  isRetried: (range: string): string => `${range} % 5 = 4`,
  /** And of those one in ten for nothing. */
  isDeadLetter: (range: string): string => `${range} % 50 = 49`,
};
