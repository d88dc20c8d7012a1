import { registerContracts, type ContractRegistry } from '@spillway/codecs';
import { consumerTopics } from '@spillway/consumer-app';
import { knownEvents, retailTopics } from '@spillway/events';
import type { Transport } from '@spillway/streaming';

export interface Provisioned {
  /** Topics that were not there before. */
  readonly createdTopics: readonly string[];
  readonly contracts: number;
}

/** Creates every topic and registers every contract; what is there already stays as it is. */
export async function provision(transport: Transport, registry: ContractRegistry): Promise<Provisioned> {
  const [createdTopics, contracts] = await Promise.all([
    transport.admin().ensureTopics([...retailTopics, ...consumerTopics]),
    registerContracts(registry, knownEvents),
  ]);
  return { createdTopics, contracts: contracts.size };
}
