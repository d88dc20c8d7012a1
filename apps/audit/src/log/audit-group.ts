/** The consumer group that fills the store. */
export const auditGroup = 'audit';
