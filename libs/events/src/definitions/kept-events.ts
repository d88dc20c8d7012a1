/**
 * Settings of every topic of events: kept for 60 days, as long as what waits for a retry. Said, and not left to the broker,
 * so that a topic that somebody lets keep less is seen.
 */
export const keptEvents: Readonly<Record<string, string>> = { 'retention.ms': String(60 * 24 * 60 * 60 * 1000) };
