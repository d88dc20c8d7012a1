/** Manifest of what was inserted, one row per range, written after its rows. Ranges may overlap; readers unite them. */
export const blocksTable = `CREATE TABLE IF NOT EXISTS blocks (
  topic LowCardinality(String),
  topicId LowCardinality(String),
  partition UInt32,
  first UInt64,
  last UInt64,
  count UInt64,
  sha256 FixedString(32),
  recordedAt DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (topic, topicId, partition, first)
SETTINGS non_replicated_deduplication_window = 1000`;
