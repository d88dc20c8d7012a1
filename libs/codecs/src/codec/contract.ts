import type { AvroSchema, EventDefinition } from '@spillway/events';
import type { AvroType } from '../avro/avsc-internals.js';
import { buildType, type Guarding } from '../avro/build-type.js';
import { compileJsonForm } from '../json/compile-json-form.js';
import type { JsonForm } from '../json/json-form.js';

/** A definition made ready for use. */
export interface Contract {
  readonly definition: EventDefinition;
  readonly type: AvroType;
  readonly json: JsonForm;
  /** `type`, or the same without guards; made when it is first asked for. */
  typeFor(guarding: Guarding): AvroType;
}

const contracts = new WeakMap<EventDefinition<never>, Contract>();

/** Compiles a definition's contract, once. @throws Error when its schema is invalid */
export function contractOf(definition: EventDefinition<never>): Contract {
  let contract = contracts.get(definition);
  if (contract === undefined) {
    contract = compileContract(definition as EventDefinition, definition.schema);
    contracts.set(definition, contract);
  }
  return contract;
}

/** A definition by another schema than today's. @throws Error when the schema is invalid */
export function compileContract(definition: EventDefinition, schema: AvroSchema): Contract {
  const type = buildType(schema, 'contract');
  let trusted: AvroType | undefined;
  const typeFor = (guarding: Guarding): AvroType =>
    guarding === 'guarded' ? type : (trusted ??= buildType(schema, 'contract', 'trusted'));
  return { definition, type, json: compileJsonForm(type), typeFor };
}
