/** The store of the app, as `AuditStore` of libs/streaming. */
export const AUDIT_STORE = Symbol('AUDIT_STORE');
/** Names of the topics it keeps. */
export const AUDITED_TOPICS = Symbol('AUDITED_TOPICS');
/** What the app runs on, in one object. */
export const AUDIT_PARTS = Symbol('AUDIT_PARTS');
/** Says up to when the store is complete, as `CompleteUpTo`. */
export const COMPLETE_UP_TO = Symbol('COMPLETE_UP_TO');
