import type { Suppression } from '@spillway/contracts';
import type { AppManifest, LogAdmin, TopologyPlan } from '@spillway/streaming';
import { contractsInManifests } from '../contracts/registration/contracts-in-manifests.js';
import { planRegistration, type OpenRegistry, type Registration } from '../contracts/registration/plan-registration.js';

/** What has to be done on the log and in the registry. */
export interface SystemPlan extends TopologyPlan {
  /** Of every event that the apps publish. */
  readonly contracts: Registration;
}

/** What is planned and done on. */
export interface System {
  readonly admin: LogAdmin;
  readonly registry: OpenRegistry;
}

/**
 * What differs between the manifests and the system; changes nothing.
 *
 * @param suppressions findings that the team lives with
 * @throws SpillwayError `SPW-3021` · `SPW-1101` · `SPW-1102` · `SPW-3003` · `SPW-3007`
 */
export async function planSystem(
  manifests: readonly AppManifest[],
  { admin, registry }: System,
  suppressions: readonly Suppression[],
): Promise<SystemPlan> {
  const [{ planTopology, publishedEvents }, { contractsBySubject }] = await Promise.all([
    import('@spillway/streaming'),
    import('@spillway/codecs'),
  ]);
  const published = publishedEvents(manifests);
  const proposed = contractsInManifests([...contractsBySubject(published).values()], published);
  const [topology, contracts] = await Promise.all([
    planTopology(manifests, admin),
    planRegistration(published, proposed, { open: registry, suppressions }),
  ]);
  return { ...topology, contracts };
}

/**
 * Does what a plan says: topics and access first, then the contracts.
 *
 * @param signal when it fires, no further step is begun
 * @throws SpillwayError `SPW-1101` · `SPW-1102` · `SPW-1104` · `SPW-3003` · `SPW-3007`; what came before is done ·
 *   the signal's reason
 */
export async function applySystem(
  { changes, contracts }: SystemPlan,
  { admin, registry }: System,
  signal?: AbortSignal,
): Promise<void> {
  const [{ applyTopology }, { registerSteps }] = await Promise.all([
    import('@spillway/streaming'),
    import('@spillway/codecs'),
  ]);
  await applyTopology(changes, admin, signal);
  await registerSteps(registry.registry, contracts.steps, signal);
}
