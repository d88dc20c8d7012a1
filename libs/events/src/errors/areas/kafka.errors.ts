import { defineErrors } from '../error-definition.js';

/** SPW-11xx: Kafka. */
export const kafkaErrors = defineErrors({});
