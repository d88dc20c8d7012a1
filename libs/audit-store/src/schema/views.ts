/** What readers are given: every log position once, merged or not. */
export const eventsView = 'CREATE VIEW IF NOT EXISTS audit_events AS SELECT * FROM events FINAL';

/**
 * Records that are events: those of main topics that carry an id. Copies that belong to a group (retry, dead letters,
 * holds) and our own topics are not events of their own.
 */
export const mainEventsView = `CREATE VIEW IF NOT EXISTS audit_events_main AS
SELECT * FROM events FINAL
WHERE eventId != '' AND NOT match(topic, '\\\\.(dlq|holds)$|\\\\.retry\\\\.[^.]+$|^spillway\\\\.')`;

/** The same since groups have redrive topics, whose records are copies as well. */
export const mainEventsWithoutRedrivesView = `CREATE OR REPLACE VIEW audit_events_main AS
SELECT * FROM events FINAL
WHERE eventId != '' AND NOT match(topic, '\\\\.(dlq|holds|redrive)$|\\\\.retry\\\\.[^.]+$|^spillway\\\\.')`;

/** Every event once, for counts and analytics: distinct (source, id), the first record wins. */
export const distinctEventsView = `CREATE VIEW IF NOT EXISTS audit_events_distinct AS
SELECT * FROM audit_events_main
ORDER BY source, eventId, timestamp, topic, partition, offset
LIMIT 1 BY source, eventId`;

/** What became of every delivery: every entry of the ledger once, merged or not. */
export const deliveriesView = 'CREATE VIEW IF NOT EXISTS audit_deliveries AS SELECT * FROM deliveries FINAL';

/** What was inserted: ranges may overlap and repeat. */
export const blocksView = 'CREATE VIEW IF NOT EXISTS audit_blocks AS SELECT * FROM blocks';

/** Positions without their records, where one that lies there twice does no harm: sorting is cheaper without FINAL. */
export const positionsView = `CREATE VIEW IF NOT EXISTS audit_positions AS
SELECT topic, topicId, partition, offset, timestamp FROM events`;

/** The same with the time of storing, so that what was stored lately is found without reading all of it. */
export const positionsWithTimesView = `CREATE OR REPLACE VIEW audit_positions AS
SELECT topic, topicId, partition, offset, timestamp, recordedAt FROM events`;
