import { defineErrors } from '../error-definition.js';

/** SPW-60xx: service state. */
export const stateErrors = defineErrors({});
