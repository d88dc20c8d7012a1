import { urlNamespace, uuidV5, type EventEnvelope } from '@spillway/events';

/**
 * The key under which the gateway knows the payment of an order: of the event's identity, so that every attempt, every
 * restart and every second copy of the event in the log is the same payment.
 */
export function idempotencyKey({ source, id }: Pick<EventEnvelope, 'source' | 'id'>): string {
  return uuidV5(JSON.stringify(['payment', source, id]), urlNamespace);
}
