import type { EventDefinition, NamedSchema, Upcaster } from '@spillway/events';
import type { AvroType } from '../avro/avsc-internals.js';
import { schemaText } from '../avro/schema-text.js';
import { compileContract, contractOf, type Contract } from './contract.js';
import { unreadableEvent } from '../errors/unreadable-event.js';

/** An upcaster made ready for use. */
export interface Upcast {
  /** Reads the old values. */
  readonly from: Contract;
  /** The old payload as today's. @throws SpillwayError `SPW-3001 upcast` */
  apply(old: unknown, named: NamedSchema): unknown;
}

/** The upcasters of a process by the schema they are made for. */
export class UpcasterTable {
  readonly #upcasts = new Map<string, Upcast>();

  /** @throws TypeError one is made for today's schema, for another type, or for a schema that has one already */
  constructor(upcasters: readonly Upcaster[]) {
    for (const upcaster of upcasters) this.#add(upcaster);
  }

  /** The one for values of exactly this schema. */
  find(writer: AvroType): Upcast | undefined {
    return this.#upcasts.size === 0 ? undefined : this.#upcasts.get(schemaText(writer));
  }

  #add({ to, from, upcast }: Upcaster): void {
    const old = compileContract(to as EventDefinition, from);
    const today = contractOf(to);
    const text = schemaText(old.type);
    if (old.type.name !== to.type) throw new TypeError(`An upcaster to ${to.type} is from ${old.type.name}`);
    if (text === schemaText(today.type)) throw new TypeError(`An upcaster to ${to.type} is from today's contract`);
    if (this.#upcasts.has(text)) throw new TypeError(`Two upcasters to ${to.type} are from the same schema`);
    this.#upcasts.set(text, { from: old, apply: (payload, named) => applied(upcast, payload, { today, named }) });
  }
}

function applied(
  upcast: Upcaster['upcast'],
  old: unknown,
  { today, named }: { readonly today: Contract; readonly named: NamedSchema },
): unknown {
  let payload: unknown;
  try {
    payload = upcast(old as never);
  } catch (error) {
    throw unreadableEvent('upcast', named, error);
  }
  if (today.type.isValid(payload)) return payload;
  throw unreadableEvent('upcast', named, new TypeError('its result does not fit the contract'));
}
