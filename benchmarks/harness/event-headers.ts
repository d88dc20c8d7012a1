import type { OrderEvent } from './order-event.ts';

/** The headers that `publish()` gives an event, written by hand: every peer sends the same. */
export function eventHeaders(event: OrderEvent, contentType: string): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: event.eventId,
    ce_source: '/bench',
    ce_type: 'bench.OrderEvent',
    'content-type': contentType,
    ce_time: new Date().toISOString(),
  };
}
