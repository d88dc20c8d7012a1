import type { AvroSchema } from '@spillway/events';
import { orderEventSchema } from '../../harness/order-event.ts';

interface Field {
  readonly name: string;
  readonly type: unknown;
}

/** The first of each record, and what loops add up. */
const kept: readonly string[] = ['eventId', 'sku', 'serial'];

/** The schema of the reference event with names of its own for fields: no two of them have records of the same shape. */
export function withOwnNames(index: number): AvroSchema {
  const own = ({ name, type }: Field): Field => ({
    name: kept.includes(name) ? name : `${name}${index}`,
    type: name === 'lines' ? ownItems(type as { readonly items: { readonly fields: readonly Field[] } }) : type,
  });
  const ownItems = (lines: { readonly items: { readonly fields: readonly Field[] } }): object => ({
    ...lines,
    items: { ...lines.items, fields: lines.items.fields.map(own) },
  });
  return { ...orderEventSchema, namespace: `bench.n${index}`, fields: orderEventSchema.fields.map(own) };
}
