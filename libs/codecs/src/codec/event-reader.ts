import type { AvroSchema } from '@spillway/events';
import type { DecodedEvent } from '@spillway/streaming';
import type { AvroType } from '../avro/avsc-internals.js';
import { buildType } from '../avro/build-type.js';
import { startItemBudget } from '../avro/item-budget.js';
import { frameBytes } from '../frame/confluent-frame.js';
import { compileJsonForm } from '../json/compile-json-form.js';
import type { JsonForm } from '../json/json-form.js';
import type { Contract } from './contract.js';
import { unreadableEvent } from './unreadable-event.js';

/** Reads values of one schema id. */
export interface EventReader {
  /** @throws SpillwayError `SPW-3001` */
  decode(value: Buffer): DecodedEvent;
  readonly json: JsonForm;
}

/**
 * Makes the reader of a schema id: by today's contract where this process knows the event, by the writer's schema
 * otherwise.
 *
 * @throws SpillwayError `SPW-3001` when the schema is unusable or the contract cannot read it
 */
export function createEventReader(
  schemaId: number,
  schema: AvroSchema,
  contractOfType: (type: string) => Contract | undefined,
): EventReader {
  const writer = attempt('schema', schemaId, () => buildType(schema, 'foreign'));
  const type = writer.name ?? writer.typeName;
  const contract = contractOfType(type);
  const reader = contract?.type ?? writer;
  const resolver =
    contract === undefined || sameSchema(contract.type, writer)
      ? undefined
      : attempt('resolve', schemaId, () => contract.type.createResolver(writer));
  const definition = contract?.definition;
  return {
    json: contract?.json ?? compileJsonForm(writer),
    decode(value) {
      startItemBudget(value.length);
      let result: { value: unknown; offset: number };
      try {
        result = reader.decode(value, frameBytes, resolver);
      } catch (error) {
        throw unreadableEvent('decode', schemaId, error);
      }
      if (result.offset === -1) throw unreadableEvent('decode', schemaId, new Error('ends too early'));
      if (result.offset !== value.length) throw unreadableEvent('trailing', schemaId);
      return { schemaId, type, definition, payload: result.value };
    },
  };
}

/** Equal down to logical types: what avsc calls equal leaves them out, and a decimal of another scale is another amount. */
function sameSchema(a: AvroType, b: AvroType): boolean {
  const text = (type: AvroType): string => JSON.stringify(type.schema({ exportAttrs: true }));
  return text(a) === text(b);
}

function attempt<T>(reason: 'schema' | 'resolve', schemaId: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadableEvent(reason, schemaId, error);
  }
}
