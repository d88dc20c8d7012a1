import { eventHeaders } from '../../harness/event-headers.ts';
import { orderEvent, type OrderEvent } from '../../harness/order-event.ts';

const keys = 100;
export const eventSerials: readonly number[] = Array.from({ length: 1_000 }, (_, serial) => serial);
export const events: readonly OrderEvent[] = eventSerials.map((serial) => orderEvent(serial, keys));
/** What a loop over all events adds up to when it reads them right. */
export const serialSum = eventSerials.reduce((sum, serial) => sum + serial, 0);

/** Headers as drivers give them, of each record its own. */
export function headersOf(event: OrderEvent): Readonly<Record<string, Buffer>> {
  const headers = Object.entries(eventHeaders(event, 'application/avro'));
  return Object.fromEntries(headers.map(([name, value]) => [name, Buffer.from(String(value))]));
}
