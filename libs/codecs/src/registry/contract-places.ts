import type { SharedType } from '@spillway/events';
import { LookupCache } from './lookup-cache.js';
import { referringContract } from '../references/referring-contract.js';
import type { ContractRegistry, RegisteredContract } from './contract-registry.js';
import { contractsNotRegistered } from './contracts-not-registered.js';

type Looked = Pick<SharedType, 'type' | 'subject' | 'schema' | 'references'>;

/** Where contracts of this process stand in the registry; a shared type is looked up once, whoever refers to it. */
export class ContractPlaces {
  readonly #versions: LookupCache<SharedType, number>;

  constructor(private readonly registry: Pick<ContractRegistry, 'lookUp'>) {
    this.#versions = new LookupCache({
      load: async (shared) => (await this.find(shared)).version,
      isAnswer: () => false,
    });
  }

  /** @throws SpillwayError `SPW-3005` it, or a type it refers to, is not registered · `SPW-3003` */
  async find(contract: Looked): Promise<RegisteredContract> {
    const versionOf = async (shared: SharedType) => this.#versions.get(shared) ?? this.#versions.load(shared);
    const { schema, references } = await referringContract(contract, versionOf);
    const found = await this.registry.lookUp(contract.subject, schema, references);
    if (found === undefined) throw contractsNotRegistered([contract.subject]);
    return found;
  }
}
