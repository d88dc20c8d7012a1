/**
 * What retention has dropped: a row per stretch of a partition in which no record is left that was kept. Noted before the
 * rows go, so a stretch may be noted again.
 */
const droppedTable = `CREATE TABLE IF NOT EXISTS dropped (
  topic LowCardinality(String),
  topicId LowCardinality(String),
  partition UInt32,
  first UInt64,
  last UInt64,
  olderThan DateTime64(3, 'UTC'),
  droppedAt DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (topic, topicId, partition, first)`;

const droppedView = 'CREATE VIEW IF NOT EXISTS audit_dropped AS SELECT * FROM dropped';

export const droppedTables: readonly string[] = [droppedTable, droppedView];
