import { defineErrors } from '../error-definition.js';

/** SPW-40xx: HTTP requests. */
export const httpErrors = defineErrors({});
