import { OrderCancelled, OrderPlaced } from '@spillway/events';

/**
 * SQL beside every condition on `orderTime`. Of rows that were stored before it was a column it is worked out of the payload;
 * payloads of other types are not read for it then.
 */
export const isOrder = `type IN ('${OrderPlaced.type}', '${OrderCancelled.type}')`;
