/** Records that ClickHouse refused for what they hold: accounted for, although no row of `events` is theirs. */
export const refusalsTable = `CREATE TABLE IF NOT EXISTS refusals (
  topic LowCardinality(String),
  topicId LowCardinality(String),
  partition UInt32,
  offset UInt64,
  reason LowCardinality(String),
  recordedAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, topicId, partition, offset)`;

export const refusalsView = 'CREATE VIEW IF NOT EXISTS audit_refusals AS SELECT * FROM refusals FINAL';
