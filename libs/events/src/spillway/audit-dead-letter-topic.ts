/** Copies of records that the audit store refused for what they hold. Itself not audited: they would be refused again. */
export const auditDeadLetterTopic = 'spillway.audit.dlq';
