import { isDeepStrictEqual } from 'node:util';
import { SpillwayError } from '@spillway/events';
import type { RegistrableContract } from './registrable-contract.js';

/**
 * Contracts and the shared types that they refer to, each once, a type before what refers to it.
 *
 * @throws SpillwayError `SPW-3007` two contracts want one subject
 */
export function contractsBySubject(
  contracts: readonly RegistrableContract[],
): ReadonlyMap<string, RegistrableContract> {
  const bySubject = new Map<string, RegistrableContract>();
  for (const contract of contracts) collect(contract, bySubject);
  return bySubject;
}

function collect(contract: RegistrableContract, bySubject: Map<string, RegistrableContract>): void {
  for (const shared of contract.references ?? []) collect(shared, bySubject);
  const known = bySubject.get(contract.subject);
  if (known === undefined) return void bySubject.set(contract.subject, contract);
  if (known === contract || isSame(known, contract)) return;
  const detail = `Contract ${contract.subject}: ${known.type} and ${contract.type} cannot both be its versions`;
  throw new SpillwayError('SPW-3007', detail, { context: { subject: contract.subject } });
}

function isSame(one: RegistrableContract, other: RegistrableContract): boolean {
  return one.type === other.type && isDeepStrictEqual(one.schema, other.schema);
}
