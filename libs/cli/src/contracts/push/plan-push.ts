import type { ContractRegistry, RegistryHistory, SubjectStep } from '@spillway/codecs';
import { selfContained, type ContractSet } from '@spillway/contracts';
import type { AvroSchema } from '@spillway/events';
import { subjectOf } from './subject-of.js';

/** What one subject needs, and by which schema. */
export interface PushStep extends SubjectStep {
  readonly schema: AvroSchema;
  readonly fullName: string;
}

/**
 * What has to be done so that the registry has every event's contract; changes nothing.
 *
 * @throws SpillwayError `SPW-3003`
 */
export async function planPush(
  { contracts }: ContractSet,
  open: { readonly registry: ContractRegistry; readonly history: RegistryHistory },
): Promise<readonly PushStep[]> {
  // Loaded with the registry: other commands start without.
  const { planSubjects } = await import('@spillway/codecs');
  const byName = new Map(contracts.map((contract) => [contract.fullName, contract]));
  const events = contracts
    .filter(({ kind }) => kind === 'event')
    .map((contract) => ({
      type: contract.fullName,
      subject: subjectOf(contract),
      schema: selfContained(contract, byName) as AvroSchema,
    }));
  const bySubject = new Map(events.map((event) => [event.subject, event]));
  const steps = await planSubjects(events, open);
  return steps.map((step) => {
    const { schema, type: fullName } = bySubject.get(step.subject)!;
    return { ...step, schema, fullName };
  });
}
