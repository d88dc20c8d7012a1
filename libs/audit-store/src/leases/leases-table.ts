/** Which app does what two must not do at once, and until when nobody else may: the last note of each holder counts. */
export const leasesTable = `CREATE TABLE IF NOT EXISTS leases (
  work LowCardinality(String),
  holder String,
  heldUntil DateTime64(3, 'UTC'),
  notedAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(notedAt)
ORDER BY (work, holder)
TTL toDateTime(notedAt) + INTERVAL 1 DAY`;
