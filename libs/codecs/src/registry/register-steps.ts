import { SpillwayError } from '@spillway/events';
import type { ContractRegistry } from './contract-registry.js';
import { asRegistered } from './find-contract.js';
import type { SubjectStep } from './plan-subjects.js';
import { registerNamed } from './register-named.js';

/**
 * Does what `planSubjects` says, and nothing to a subject that needs nothing: the mode first, so that not even the first
 * version can be followed by one that breaks it.
 *
 * @param signal when it fires, no further step is begun
 * @returns the steps with the ids that were given
 * @throws SpillwayError `SPW-3003` · `SPW-3007` the registry refuses a contract; subjects before it are done · the signal's reason
 */
export async function registerSteps(
  registry: ContractRegistry,
  steps: readonly SubjectStep[],
  signal?: AbortSignal,
): Promise<readonly SubjectStep[]> {
  const done: SubjectStep[] = [];
  for (const step of steps) {
    signal?.throwIfAborted();
    if (step.setsMode) await registry.setCompatibility(step.subject, step.mode);
    done.push(step.id === undefined ? { ...step, id: await register(registry, step) } : step);
  }
  return done;
}

async function register(registry: ContractRegistry, { subject, contract }: SubjectStep): Promise<number> {
  const referring = await asRegistered(registry, contract);
  if (referring === undefined)
    throw new SpillwayError('SPW-3005', `${subject} refers to a type that is not registered`);
  return registerNamed(registry, subject, referring.schema, referring.references);
}
