import { defineErrors } from '../error-definition.js';

/** SPW-30xx: contracts, codec and registry. */
export const contractErrors = defineErrors({});
