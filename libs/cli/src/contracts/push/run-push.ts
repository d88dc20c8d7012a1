import type { ContractRegistry } from '@spillway/codecs';
import type { PushStep } from './plan-push.js';

/**
 * Does what a plan says: the mode first, so that not even the first version can be followed by one that breaks it.
 *
 * @returns the plan with the ids that were given
 * @throws SpillwayError `SPW-3003` · `SPW-3007` the registry refuses a contract; subjects before it are done
 */
export async function runPush(registry: ContractRegistry, steps: readonly PushStep[]): Promise<readonly PushStep[]> {
  // Loaded with the registry: other commands start without.
  const { registerNamed } = await import('@spillway/codecs');
  const done: PushStep[] = [];
  for (const step of steps) {
    if (step.setsMode) await registry.setCompatibility(step.subject, step.mode);
    done.push(step.id === undefined ? { ...step, id: await registerNamed(registry, step.subject, step.schema) } : step);
  }
  return done;
}
