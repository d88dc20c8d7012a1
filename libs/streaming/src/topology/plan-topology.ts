import type { AppManifest } from '../manifest/app-manifest.js';
import type { LogAdmin } from '../ports/log-admin.js';
import { desiredTopics } from './desired-topics.js';
import { planAccess } from './plan-access.js';
import { planTopics } from './plan-topics.js';
import type { TopologyPlan } from './topology-plan.js';

/**
 * What has to be done so that the log is as the manifests want it; changes nothing.
 *
 * @throws SpillwayError `SPW-3021` the manifests contradict each other · `SPW-1101` · `SPW-1102`
 */
export async function planTopology(manifests: readonly AppManifest[], admin: LogAdmin): Promise<TopologyPlan> {
  const [topics, rules] = await Promise.all([admin.topics(), admin.accessRules()]);
  const partitions = new Map(topics.map(({ name, partitions: count }) => [name, count]));
  const wanted = desiredTopics(manifests, partitions).topics.filter(({ name }) => partitions.has(name));
  const settings = new Map(
    await Promise.all(wanted.map(async ({ name }) => [name, await admin.settings(name)] as const)),
  );
  const plan = planTopics(manifests, { partitions, settings });
  const access = planAccess(manifests, { partitions, rules });
  return {
    changes: [...plan.changes, ...access.changes],
    byHand: plan.byHand,
    notes: [...plan.notes, ...access.notes],
  };
}
