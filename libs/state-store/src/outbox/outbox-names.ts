/** What the server tells with each commit that added something. */
export const outboxChannel = 'spillway_outbox';

/** Advisory locks of one database: class and number. The number of a sequence's lock is taken from the sequence. */
export const sequenceLockClass = 0x5350_5731;
export const relayLock = { class: 0x5350_5732, number: 0 } as const;
