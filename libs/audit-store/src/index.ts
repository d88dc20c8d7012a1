export { auditConfigSchema, defaultIntakeBytes } from './audit-config.js';
export { openAuditStore, type AuditStoreOptions } from './open-audit-store.js';
