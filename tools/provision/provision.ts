import { registerContracts, type ContractRegistry } from '@spillway/codecs';
import { consumerGroups, consumerTopics } from '@spillway/consumer-app';
import { knownEvents, ordersTopic, retailTopics } from '@spillway/events';
import type { Transport } from '@spillway/streaming';
import { wakeCoordinators } from './wake-coordinators.ts';

export interface Provisioned {
  /** Topics that were not there before. */
  readonly createdTopics: readonly string[];
  readonly contracts: number;
}

/** Creates every topic and registers every contract; what is there already stays as it is. */
export async function provision(transport: Transport, registry: ContractRegistry): Promise<Provisioned> {
  const [createdTopics, contracts] = await Promise.all([
    createTopics(transport),
    registerContracts(registry, knownEvents),
  ]);
  return { createdTopics, contracts: contracts.size };
}

async function createTopics(transport: Transport): Promise<readonly string[]> {
  const admin = transport.admin();
  const created = await admin.ensureTopics([...retailTopics, ...consumerTopics]);
  const groups = consumerGroups.map(({ name }) => name);
  await wakeCoordinators(admin, [...groups, 'audit'], [ordersTopic]);
  return created;
}
