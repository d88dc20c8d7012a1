import { isSpillwayError } from '@spillway/events';
import type { AppManifest } from '../manifest/app-manifest.js';
import type { LogAdmin } from '../ports/log-admin.js';
import { desiredTopics } from './desired-topics.js';
import { planAccess } from './plan-access.js';
import { planTopics } from './plan-topics.js';
import type { TopologyPlan } from './topology-plan.js';

/**
 * What has to be done so that the log is as the manifests want it; changes nothing.
 *
 * @throws SpillwayError `SPW-3021` the manifests contradict each other · `SPW-1101`
 */
export async function planTopology(manifests: readonly AppManifest[], admin: LogAdmin): Promise<TopologyPlan> {
  const [topics, rules] = await Promise.all([admin.topics(), ifAllowed(() => admin.accessRules(), 'hidden' as const)]);
  const partitions = new Map(topics.map(({ name, partitions: count }) => [name, count]));
  const wanted = desiredTopics(manifests, partitions).topics.filter(({ name }) => partitions.has(name));
  const asked = wanted.map(async ({ name }) => {
    const found = await ifAllowed(() => admin.settings(name), undefined);
    return found === undefined ? [] : [[name, found] as const];
  });
  const settings = new Map((await Promise.all(asked)).flat());
  const plan = planTopics(manifests, { partitions, settings });
  const access = planAccess(manifests, { partitions, rules: rules ?? 'none' });
  return {
    changes: [...plan.changes, ...access.changes],
    byHand: [...plan.byHand, ...access.byHand],
    notes: [...plan.notes, ...access.notes],
  };
}

/** What a client may not see is not planned; others look after it. */
async function ifAllowed<T, U>(ask: () => Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await ask();
  } catch (error) {
    if (isSpillwayError(error, 'SPW-1102')) return otherwise;
    throw error;
  }
}
