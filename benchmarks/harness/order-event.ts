/**
 * The reference event of all scenarios: 11 fields with an enum, a nullable union, an array of two records and a map of
 * two; about 160 bytes of Avro. `serial`, `keyIndex` and `keySequence` are what the oracle looks at.
 */
export const orderEventSchema = {
  type: 'record',
  name: 'OrderEvent',
  namespace: 'bench',
  fields: [
    { name: 'eventId', type: 'string' },
    { name: 'serial', type: 'int' },
    { name: 'keyIndex', type: 'int' },
    { name: 'keySequence', type: 'int' },
    { name: 'customer', type: 'string' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['PLACED', 'PAID', 'SHIPPED'] } },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'currency', type: 'string' },
    { name: 'amount', type: 'double' },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'quantity', type: 'int' },
            { name: 'price', type: 'double' },
          ],
        },
      },
    },
    { name: 'attributes', type: { type: 'map', values: 'string' } },
  ],
};

export interface OrderEvent {
  readonly eventId: string;
  readonly serial: number;
  readonly keyIndex: number;
  readonly keySequence: number;
  readonly customer: string;
  readonly status: string;
  readonly note: string | null;
  readonly currency: string;
  readonly amount: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly price: number }[];
  readonly attributes: Readonly<Record<string, string>>;
}

const statuses = ['PLACED', 'PAID', 'SHIPPED'] as const;

/** The event with a serial number; keys come in turns, so that a key's events are spread over the whole run. */
export function orderEvent(serial: number, keys: number): OrderEvent {
  const hex = serial.toString(16).padStart(12, '0');
  return {
    eventId: `00000000-0000-4000-8000-${hex}`,
    serial,
    keyIndex: serial % keys,
    keySequence: Math.floor(serial / keys),
    customer: String(10_000 + (serial % keys)),
    status: statuses[serial % statuses.length]!,
    note: serial % 2 === 0 ? null : 'leave it with the neighbours',
    currency: 'GBP',
    amount: serial / 8,
    lines: [
      { sku: '85123A', quantity: 6, price: 2.55 },
      { sku: '22423', quantity: 1 + (serial % 9), price: 10.95 },
    ],
    attributes: { channel: 'web', region: 'europe' },
  };
}
