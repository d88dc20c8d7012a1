import { planSubjects, registerSteps, type ContractRegistry, type RegistryHistory } from '@spillway/codecs';
import { SpillwayError } from '@spillway/events';
import { applyTopology, planTopology, publishedEvents, type AppManifest, type Transport } from '@spillway/streaming';
import { readAppManifests } from './read-app-manifests.ts';
import { wakeCoordinators } from './wake-coordinators.ts';

export interface Provisioned {
  /** Topics that were not there before. */
  readonly createdTopics: readonly string[];
  readonly contracts: number;
}

/**
 * Does what `spillway topics apply` does, for the apps of this repository: topics, access and contracts as their manifests
 * want them, without asking, and without the rules of contracts, which are checked before anything of them is committed. What
 * is to be changed on a system of others is planned there first.
 *
 * @param history the modes that subjects have; absent where the registry keeps none
 * @throws SpillwayError `SPW-1103` · `SPW-1104` what only a person may change, before anything is changed
 */
export async function provision(
  transport: Transport,
  registry: ContractRegistry,
  history: Pick<RegistryHistory, 'compatibility'> = { compatibility: async () => undefined },
): Promise<Provisioned> {
  const manifests = readAppManifests();
  const createdTopics = await createTopics(transport, manifests);
  const steps = await planSubjects(publishedEvents(manifests), { registry, history });
  await registerSteps(registry, steps);
  return { createdTopics, contracts: steps.length };
}

async function createTopics(transport: Transport, manifests: readonly AppManifest[]): Promise<readonly string[]> {
  const admin = transport.admin();
  const { changes, byHand } = await planTopology(manifests, admin);
  for (const { about, problem, code } of byHand) {
    if (code !== undefined) throw new SpillwayError(code, `The ${about} ${problem}`, { context: { about } });
  }
  await applyTopology(changes, admin);
  const groups = manifests.flatMap((manifest) => manifest.groups.map(({ group }) => group));
  const [anyTopic] = manifests.flatMap(({ log }) => log?.topics ?? []);
  if (anyTopic !== undefined) await wakeCoordinators(admin, groups, [anyTopic.name]);
  return changes.flatMap((change) => (change.type === 'create-topic' ? [change.topic] : []));
}
