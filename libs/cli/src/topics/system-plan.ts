import type { ContractRegistry, RegistryHistory, SubjectStep } from '@spillway/codecs';
import type { AppManifest, LogAdmin, TopologyPlan } from '@spillway/streaming';

export interface Registry {
  readonly registry: ContractRegistry;
  readonly history: RegistryHistory;
}

/** What has to be done on the log and in the registry. */
export interface SystemPlan extends TopologyPlan {
  /** Every subject of an event that the apps publish, those that need nothing too. */
  readonly subjects: readonly SubjectStep[];
}

/**
 * What differs between the manifests and the system; changes nothing.
 *
 * @throws SpillwayError `SPW-3021` · `SPW-1101` · `SPW-1102` · `SPW-3003`
 */
export async function planSystem(
  manifests: readonly AppManifest[],
  { admin, registry }: { readonly admin: LogAdmin; readonly registry: Registry },
): Promise<SystemPlan> {
  const [{ planTopology, publishedEvents }, { planSubjects }] = await Promise.all([
    import('@spillway/streaming'),
    import('@spillway/codecs'),
  ]);
  const [topology, subjects] = await Promise.all([
    planTopology(manifests, admin),
    planSubjects(publishedEvents(manifests), registry),
  ]);
  return { ...topology, subjects };
}

/**
 * Does what a plan says: topics and access first, then the contracts.
 *
 * @throws SpillwayError `SPW-1101` · `SPW-1102` · `SPW-1104` · `SPW-3003` · `SPW-3007`; what came before is done
 */
export async function applySystem(
  plan: SystemPlan,
  manifests: readonly AppManifest[],
  { admin, registry }: { readonly admin: LogAdmin; readonly registry: Registry },
): Promise<void> {
  const [{ applyTopology, publishedEvents }, { registerContracts }] = await Promise.all([
    import('@spillway/streaming'),
    import('@spillway/codecs'),
  ]);
  await applyTopology(plan.changes, admin);
  if (!plan.subjects.some(needsWork)) return;
  const modes = new Map(plan.subjects.map(({ subject, mode }) => [subject, mode]));
  await registerContracts(registry.registry, publishedEvents(manifests), { modes });
}

function needsWork({ setsMode, id }: SubjectStep): boolean {
  return setsMode || id === undefined;
}
