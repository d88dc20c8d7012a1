import type { EventDefinition } from '@spillway/events';
import type { AvroType } from '../avro/avsc-internals.js';
import { buildType } from '../avro/build-type.js';
import { compileJsonForm } from '../json/compile-json-form.js';
import type { JsonForm } from '../json/json-form.js';

/** A definition made ready for use. */
export interface Contract {
  readonly definition: EventDefinition;
  readonly type: AvroType;
  readonly json: JsonForm;
}

const contracts = new WeakMap<EventDefinition<never>, Contract>();

/** Compiles a definition's contract, once. @throws Error when its schema is invalid */
export function contractOf(definition: EventDefinition<never>): Contract {
  let contract = contracts.get(definition);
  if (contract === undefined) {
    const type = buildType(definition.schema, 'contract');
    contract = { definition: definition as EventDefinition, type, json: compileJsonForm(type) };
    contracts.set(definition, contract);
  }
  return contract;
}
