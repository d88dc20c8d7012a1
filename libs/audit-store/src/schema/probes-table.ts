/** Takes one row after the other and keeps the last: whether it takes one is what is asked. */
export const probesTable = `CREATE TABLE IF NOT EXISTS probes (name String, insertedAt DateTime64(3, 'UTC'))
ENGINE = ReplacingMergeTree ORDER BY name`;
