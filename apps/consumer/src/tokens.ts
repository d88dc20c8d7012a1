/** The app's tables, for queries: `Kysely<ConsumerTables>`. */
export const CONSUMER_DB = Symbol('CONSUMER_DB');
/** Where orders are paid: `PaymentGatewayClient`. */
export const PAYMENT_GATEWAY = Symbol('PAYMENT_GATEWAY');
/** What groups have done: `Inbox<unknown>`. */
export const CONSUMER_INBOX = Symbol('CONSUMER_INBOX');
