/**
 * The delivery ledger as rows: one for each range of plain successes and one for each noted outcome. A row exists once
 * because its sorting key ends with its place in the log, (topic, topic id, partition, offset) of the ledger record and
 * the entry's index in it. In front of that stands what is asked for: deliveries of one partition of a topic. All parts
 * of the key are functions of the record, so both copies of a record lie in the same table partition and merge.
 */
export const deliveriesTable = `CREATE TABLE IF NOT EXISTS deliveries (
  ledgerTopic LowCardinality(String),
  ledgerTopicId LowCardinality(String),
  ledgerPartition UInt32,
  ledgerOffset UInt64 CODEC(Delta, ZSTD(1)),
  entry UInt32,
  timestamp DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  groupId LowCardinality(String),
  handler LowCardinality(String),
  topic LowCardinality(String),
  partition UInt32,
  offset UInt64 CODEC(Delta, ZSTD(1)),
  lastOffset UInt64 CODEC(Delta, ZSTD(1)),
  originTopic LowCardinality(String),
  originTopicId LowCardinality(String),
  originPartition UInt32,
  originOffset UInt64 CODEC(Delta, ZSTD(1)),
  originLastOffset UInt64 CODEC(Delta, ZSTD(1)),
  attempt UInt32,
  isRange Bool,
  outcome Enum8('completed' = 1, 'retried' = 2, 'held' = 3, 'dead_lettered' = 4, 'suspended' = 5, 'skipped' = 6, 'lost' = 7),
  deliveries UInt64,
  fromTier LowCardinality(String),
  toTier LowCardinality(String),
  causeClass LowCardinality(String),
  causeCode LowCardinality(String),
  fingerprint String CODEC(ZSTD(1)),
  dependency LowCardinality(String),
  redriveJob String CODEC(ZSTD(1)),
  eventSource String CODEC(ZSTD(1)),
  eventId String CODEC(ZSTD(1)),
  eventType LowCardinality(String),
  correlationId String CODEC(ZSTD(1)),
  durationUs UInt64,
  durationSumUs UInt64,
  durationMaxUs UInt64,
  bucketBoundsMs Array(UInt32) CODEC(ZSTD(1)),
  bucketCounts Array(UInt64) CODEC(ZSTD(1)),
  endedFrom DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  endedTo DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  appVersion LowCardinality(String),
  instance LowCardinality(String),
  recordedAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  INDEX originRange (originOffset, originLastOffset) TYPE minmax GRANULARITY 1,
  INDEX fingerprintBloom fingerprint TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX eventIdBloom eventId TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX correlationIdBloom correlationId TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(timestamp)
ORDER BY (toStartOfHour(timestamp), originTopic, originPartition, groupId,
  ledgerTopic, ledgerTopicId, ledgerPartition, ledgerOffset, entry)
SETTINGS non_replicated_deduplication_window = 1000`;
