import type { ContractRegistry, RegistryHistory } from '@spillway/codecs';
import { selfContained, type ContractSet } from '@spillway/contracts';
import { usualCompatibilityMode, type AvroSchema, type CompatibilityMode } from '@spillway/events';
import { subjectOf } from './subject-of.js';

/** What one subject needs. */
export interface PushStep {
  readonly subject: string;
  readonly schema: AvroSchema;
  readonly mode: CompatibilityMode;
  readonly setsMode: boolean;
  /** Undefined when the schema is not registered there. */
  readonly id?: number;
}

/**
 * What has to be done so that the registry has every event's contract; changes nothing.
 *
 * @throws SpillwayError `SPW-3003`
 */
export async function planPush(
  { contracts }: ContractSet,
  { registry, history }: { readonly registry: ContractRegistry; readonly history: RegistryHistory },
): Promise<readonly PushStep[]> {
  const byName = new Map(contracts.map((contract) => [contract.fullName, contract]));
  const steps: PushStep[] = [];
  for (const contract of contracts.filter(({ kind }) => kind === 'event')) {
    const subject = subjectOf(contract);
    const schema = selfContained(contract, byName) as AvroSchema;
    const mode = contract.compatibility ?? usualCompatibilityMode;
    const setsMode = (await history.compatibility(subject)) !== mode;
    steps.push({ subject, schema, mode, setsMode, id: (await registry.lookUp(subject, schema))?.id });
  }
  return steps;
}
