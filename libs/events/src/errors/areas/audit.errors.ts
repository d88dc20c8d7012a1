import { defineErrors } from '../error-definition.js';

/** SPW-70xx: the audit store. */
export const auditErrors = defineErrors({});
