import { SpillwayError, type EventDefinition } from '@spillway/events';
import type { Compatibility, ContractRegistry } from './contract-registry.js';

export interface RegisterOptions {
  readonly compatibility: Compatibility;
}

/**
 * Brings contracts into the registry: sets what versions of each subject must keep to, then registers. Doing it again, or
 * from several places at once, changes nothing. For provisioning only: an app looks contracts up (`warmUp`).
 *
 * @returns the id of each contract by subject
 * @throws SpillwayError `SPW-3007` naming the contract that the registry refuses · `SPW-3003`
 */
export async function registerContracts(
  registry: ContractRegistry,
  definitions: readonly EventDefinition<never>[],
  { compatibility }: RegisterOptions = { compatibility: 'BACKWARD_TRANSITIVE' },
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const { subject, schema } of definitions) {
    // The rule comes first, so that not even the first version can be followed by one that breaks it.
    await registry.setCompatibility(subject, compatibility);
    ids.set(subject, await registry.register(subject, schema).catch((error: unknown) => rethrow(error, subject)));
  }
  return ids;
}

function rethrow(error: unknown, subject: string): never {
  if (!(error instanceof SpillwayError) || error.code !== 'SPW-3007') throw error;
  throw new SpillwayError('SPW-3007', `Contract ${subject}: ${error.message}`, { cause: error, context: { subject } });
}
