import type { SharedType } from '@spillway/events';
import { referringContract } from '../references/referring-contract.js';
import type { ReferringSchema } from '../references/referring-schema.js';
import type { ContractRegistry, RegisteredContract } from './contract-registry.js';
import type { RegistrableContract } from './registrable-contract.js';

type Registry = Pick<ContractRegistry, 'lookUp'>;

/**
 * Where exactly this contract is registered, referring to exactly these shared types; changes nothing. Undefined when it
 * is not: so is what refers to a type that is not.
 *
 * @throws SpillwayError `SPW-3003`
 */
export async function findContract(
  registry: Registry,
  contract: RegistrableContract,
): Promise<RegisteredContract | undefined> {
  const referring = await asRegistered(registry, contract);
  return referring && registry.lookUp(contract.subject, referring.schema, referring.references);
}

/** The text that the registry is given; undefined as long as it does not have a type that the contract refers to. */
export async function asRegistered(
  registry: Registry,
  contract: RegistrableContract,
): Promise<ReferringSchema | undefined> {
  const versions = new Map<SharedType, number>();
  for (const shared of contract.references ?? []) {
    const found = await findContract(registry, shared);
    if (found === undefined) return undefined;
    versions.set(shared, found.version);
  }
  return referringContract(contract, async (shared) => versions.get(shared)!);
}
