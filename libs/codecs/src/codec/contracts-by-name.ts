import type { EventDefinition } from '@spillway/events';
import type { AvroType } from '../avro/avsc-internals.js';
import { contractOf, type Contract } from './contract.js';

/**
 * Contracts by the names that their events are written under: today's, and as aliases those that an event had before. A name
 * that is another event's today is that one's.
 *
 * @throws TypeError two events had a name before, and none has it today: nobody can say whose it is
 */
export function contractsByName(definitions: readonly EventDefinition<never>[]): ReadonlyMap<string, Contract> {
  const contracts = definitions.map(contractOf);
  const before = contracts.flatMap((contract) => aliasesOf(contract.type).map((alias) => [alias, contract] as const));
  const today = contracts.map((contract) => [contract.definition.type, contract] as const);
  const named = new Map(today);
  for (const [alias, contract] of before) {
    const known = named.get(alias);
    if (known === undefined) named.set(alias, contract);
    else if (known.definition.type !== alias && known.definition.type !== contract.definition.type)
      throw new TypeError(`${known.definition.type} and ${contract.definition.type} both were ${alias} before`);
  }
  return named;
}

/** In full; avsc's typings leave them out. */
function aliasesOf(type: AvroType): readonly string[] {
  return (type as AvroType & { readonly aliases?: readonly string[] }).aliases ?? [];
}
