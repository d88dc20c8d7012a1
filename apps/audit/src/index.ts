export { auditedTopics } from './audited-topics.js';
export { startAuditApp, type StartAuditOptions } from './start-audit-app.js';
export { auditAppConfigSchema } from './audit.config.js';
export { auditManifest } from './audit-manifest.js';
