import { SpillwayError, type CompatibilityMode, type SharedType } from '@spillway/events';
import { referringContract } from '../references/referring-contract.js';
import type { ContractRegistry } from './contract-registry.js';
import { modeOf, type RegistrableContract } from './registrable-contract.js';
import { registerNamed } from './register-named.js';

export interface RegisterOptions {
  /** Of every subject, whatever the contracts ask for. */
  readonly compatibility?: CompatibilityMode;
}

/**
 * Brings contracts into the registry: sets what versions of each subject must keep to, then registers; the shared types
 * that a contract refers to come first. Doing it again, or from several places at once, changes nothing. For provisioning
 * only: an app looks contracts up (`warmUp`).
 *
 * @returns the id of each contract by subject
 * @throws SpillwayError `SPW-3007` naming the contract that the registry refuses · `SPW-3003`
 */
export async function registerContracts(
  registry: ContractRegistry,
  definitions: readonly RegistrableContract[],
  { compatibility }: RegisterOptions = {},
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  const registration = new Registration(registry, (contract) => compatibility ?? modeOf(contract));
  for (const definition of definitions) ids.set(definition.subject, await registration.register(definition));
  return ids;
}

class Registration {
  readonly #versions = new Map<SharedType, number>();

  constructor(
    private readonly registry: ContractRegistry,
    private readonly modeFor: (contract: RegistrableContract) => CompatibilityMode,
  ) {}

  async register(contract: RegistrableContract): Promise<number> {
    const { subject } = contract;
    for (const shared of contract.references ?? []) await this.#registerShared(shared);
    const { schema, references } = await this.#referring(contract);
    // The rule comes first, so that not even the first version can be followed by one that breaks it.
    await this.registry.setCompatibility(subject, this.modeFor(contract));
    return registerNamed(this.registry, subject, schema, references);
  }

  async #registerShared(shared: SharedType): Promise<void> {
    if (this.#versions.has(shared)) return;
    await this.register(shared);
    const { schema, references } = await this.#referring(shared);
    const found = await this.registry.lookUp(shared.subject, schema, references);
    if (found === undefined) throw new SpillwayError('SPW-3005', `${shared.subject} is not there after registering it`);
    this.#versions.set(shared, found.version);
  }

  #referring(contract: RegistrableContract) {
    return referringContract(contract, async (shared) => this.#versions.get(shared)!);
  }
}
