import type { ErrorDefinition } from './error-definition.js';
import { auditErrors } from './areas/audit.errors.js';
import { configErrors } from './areas/config.errors.js';
import { contractErrors } from './areas/contract.errors.js';
import { deliveryErrors } from './areas/delivery.errors.js';
import { httpErrors } from './areas/http.errors.js';
import { kafkaErrors } from './areas/kafka.errors.js';
import { operatorErrors } from './areas/operator.errors.js';
import { outageErrors } from './areas/outage.errors.js';
import { startErrors } from './areas/start.errors.js';
import { stateErrors } from './areas/state.errors.js';
import { wiringErrors } from './areas/wiring.errors.js';

/** Every error code of Spillway. Codes are retired, never reused. */
export const errorTable = {
  ...startErrors,
  ...kafkaErrors,
  ...configErrors,
  ...contractErrors,
  ...httpErrors,
  ...deliveryErrors,
  ...outageErrors,
  ...operatorErrors,
  ...stateErrors,
  ...auditErrors,
  ...wiringErrors,
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errorTable;
