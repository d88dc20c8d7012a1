/** What readers are given: every log position once, merged or not. */
export const eventsView = 'CREATE VIEW IF NOT EXISTS audit_events AS SELECT * FROM events FINAL';

/**
 * Records that are events: those of main topics that carry an id. Copies that belong to a group (retry, dead letters,
 * holds) and our own topics are not events of their own.
 */
export const mainEventsView = `CREATE VIEW IF NOT EXISTS audit_events_main AS
SELECT * FROM events FINAL
WHERE eventId != '' AND NOT match(topic, '\\\\.(dlq|holds)$|\\\\.retry\\\\.[^.]+$|^spillway\\\\.')`;

/** Every event once, for counts and analytics: distinct (source, id), the first record wins. */
export const distinctEventsView = `CREATE VIEW IF NOT EXISTS audit_events_distinct AS
SELECT * FROM audit_events_main
ORDER BY source, eventId, timestamp, topic, partition, offset
LIMIT 1 BY source, eventId`;
