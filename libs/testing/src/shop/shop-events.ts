import { defineEvent, envelopeToHeaders, type EventDefinition } from '@spillway/events';
import type { LogRecord, OutgoingRecord, PartitionBatch } from '@spillway/streaming';

/** What the made-up shop's events carry: for specs that are about delivery, not about contracts. */
export interface Sale {
  readonly item: string;
  readonly quantity: number;
}

export const shopTopic = 'shop.sales';
export const Sold: EventDefinition<Sale> = shopEvent('Sold');
export const Returned: EventDefinition<Sale> = shopEvent('Returned');
export const Counted: EventDefinition<Sale> = shopEvent('Counted');
export const shopEvents = [Sold, Returned, Counted] as const;

function shopEvent(name: string): EventDefinition<Sale> {
  const schema = { type: 'record', name, namespace: shopTopic, fields: [] };
  return defineEvent<Sale>({ topic: shopTopic, schema, key: (sale) => sale.item });
}

export interface SaleSpec {
  readonly definition?: EventDefinition<Sale>;
  readonly id?: string;
  readonly item?: string;
  readonly quantity?: number;
  /** Raw bytes instead of an event. */
  readonly value?: Buffer | null;
}

/** A record as a producer would append it. */
export function outgoingSale(spec: SaleSpec = {}): OutgoingRecord {
  const { definition = Sold, id, item = 'cup', quantity = 1 } = spec;
  const payload: Sale = { item, quantity };
  const value = spec.value === undefined ? Buffer.from(JSON.stringify({ type: definition.type, payload })) : spec.value;
  const headers = id === undefined ? {} : envelopeToHeaders({ id, source: '/shop', type: definition.type });
  return { topic: shopTopic, key: Buffer.from(item), value, headers };
}

/** A batch of consecutive records, or of those at the given offsets. */
export function batchOf(
  specs: readonly SaleSpec[],
  place: { readonly partition?: number; readonly baseOffset?: number; readonly offsets?: readonly number[] } = {},
): PartitionBatch {
  const { partition = 0, baseOffset = 0 } = place;
  const records = specs.map((spec, index): LogRecord => {
    const { key, value, headers } = outgoingSale(spec);
    const offset = place.offsets?.[index] ?? baseOffset + index;
    return { topic: shopTopic, partition, offset, timestampMs: 0, key, value, headers };
  });
  const nextOffset = (records.at(-1)?.offset ?? baseOffset - 1) + 1;
  return { topic: shopTopic, partition, baseOffset, records, nextOffset, highWatermark: nextOffset, sizeBytes: 100 };
}
