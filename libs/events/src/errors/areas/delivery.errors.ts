import { defineErrors } from '../error-definition.js';

/** SPW-50xx: delivery to groups. */
export const deliveryErrors = defineErrors({});
