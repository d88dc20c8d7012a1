const hour = "hour DateTime('UTC') CODEC(Delta, ZSTD(1)), build UInt64 CODEC(ZSTD(1))";
const replacing = 'ENGINE = ReplacingMergeTree(build) PARTITION BY toYYYYMM(hour)';

/** Which build of an hour is the valid one: the greatest. Written after the rows of the build lie in all tables. */
const hoursTable = `CREATE TABLE IF NOT EXISTS rollup_hours (
  basis Enum8('record' = 1, 'event' = 2, 'delivery' = 3), ${hour}
) ENGINE = ReplacingMergeTree(build) ORDER BY (basis, hour)`;

/** Up to which recording time the rollups account for every row; the greatest counts. */
const marksTable = `CREATE TABLE IF NOT EXISTS rollup_marks (
  basis Enum8('record' = 1, 'event' = 2, 'delivery' = 3), recordedBefore DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree(recordedBefore) ORDER BY basis`;

const recordsTable = `CREATE TABLE IF NOT EXISTS records_hourly (
  ${hour}, topic LowCardinality(String), type LowCardinality(String), kind LowCardinality(String), schemaId Int32,
  records UInt64
) ${replacing} ORDER BY (hour, topic, type, kind, schemaId)`;

/** `bucket`: 16 per doubling of the milliseconds. */
const delaysTable = `CREATE TABLE IF NOT EXISTS delays_hourly (
  ${hour}, topic LowCardinality(String), bucket UInt16, records UInt64
) ${replacing} ORDER BY (hour, topic, bucket)`;

/** The row with `rest` counts all keys that have no row; `bound` is the count of the first of them. */
const keysTable = `CREATE TABLE IF NOT EXISTS keys_hourly (
  ${hour}, topic LowCardinality(String), rest Bool, key String CODEC(ZSTD(1)), records UInt64, bound UInt64
) ${replacing} ORDER BY (hour, topic, rest, key)`;

const deadLettersTable = `CREATE TABLE IF NOT EXISTS dead_letters_hourly (
  ${hour}, topic LowCardinality(String), group LowCardinality(String), parked UInt64, sentBack UInt64
) ${replacing} ORDER BY (hour, topic, group)`;

const deliveriesTable = `CREATE TABLE IF NOT EXISTS deliveries_hourly (
  ${hour}, group LowCardinality(String), handler LowCardinality(String), version LowCardinality(String),
  deliveries UInt64, completed UInt64, retried UInt64, deadLettered UInt64, suspended UInt64
) ${replacing} ORDER BY (hour, group, handler, version)`;

const processingTable = `CREATE TABLE IF NOT EXISTS processing_hourly (
  ${hour}, group LowCardinality(String), bucket UInt16, deliveries UInt64
) ${replacing} ORDER BY (hour, group, bucket)`;

const salesTable = `CREATE TABLE IF NOT EXISTS sales_hourly (
  ${hour}, country LowCardinality(String), orders UInt64, cancellations UInt64,
  sold Decimal(38, 4), cancelled Decimal(38, 4)
) ${replacing} ORDER BY (hour, country)`;

const productsTable = `CREATE TABLE IF NOT EXISTS products_hourly (
  ${hour}, product String CODEC(ZSTD(1)), name String CODEC(ZSTD(1)), lines UInt64, quantity Int64, returned Int64,
  sold Decimal(38, 4)
) ${replacing} ORDER BY (hour, product)`;

/** A table by the hour, whose rows of a build replace those of builds before. */
export function rollupTable(name: string, columns: string, key: readonly string[]): string {
  return `CREATE TABLE IF NOT EXISTS ${name}_hourly (${hour}, ${columns})
    ${replacing} ORDER BY (${['hour', ...key].join(', ')})`;
}

/** What readers are given: of each hour the rows of its valid build. */
export function rollupView(name: string, basis: 'record' | 'event' | 'delivery'): string {
  return `CREATE VIEW IF NOT EXISTS audit_${name}_hourly AS SELECT * EXCEPT (build) FROM ${name}_hourly
    WHERE (hour, build) IN (SELECT hour, max(build) FROM rollup_hours WHERE basis = '${basis}' GROUP BY hour)`;
}

/** Finds what was recorded lately without reading everything. */
const recordedAtIndexes = ['events', 'deliveries'].map(
  (table) => `ALTER TABLE ${table} ADD INDEX IF NOT EXISTS recordedAtRange recordedAt TYPE minmax GRANULARITY 1`,
);

/** When rows were recorded, without FINAL: an hour that changed twice has changed. */
const recordedViews = [
  `CREATE VIEW IF NOT EXISTS audit_recorded_events AS SELECT timestamp, eventTime, type, recordedAt FROM events`,
  `CREATE VIEW IF NOT EXISTS audit_recorded_deliveries AS SELECT timestamp, recordedAt FROM deliveries`,
  `CREATE VIEW IF NOT EXISTS audit_rollup_hours AS SELECT * FROM rollup_hours`,
  `CREATE VIEW IF NOT EXISTS audit_rollup_marks AS SELECT * FROM rollup_marks`,
];

/** Hourly figures, built from the readers' views and never by insert triggers: those would count a row written twice twice. */
export const rollupTables: readonly string[] = [
  ...recordedAtIndexes,
  hoursTable,
  marksTable,
  recordsTable,
  delaysTable,
  keysTable,
  deadLettersTable,
  deliveriesTable,
  processingTable,
  salesTable,
  productsTable,
  ...recordedViews,
  ...['records', 'delays', 'keys', 'dead_letters'].map((name) => rollupView(name, 'record')),
  ...['deliveries', 'processing'].map((name) => rollupView(name, 'delivery')),
  ...['sales', 'products'].map((name) => rollupView(name, 'event')),
];
