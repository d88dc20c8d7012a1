/** The app's tables, for queries: `Kysely<ConsumerTables>`. */
export const CONSUMER_DB = Symbol('CONSUMER_DB');
/** What groups have done: `Inbox<unknown>`. */
export const CONSUMER_INBOX = Symbol('CONSUMER_INBOX');
