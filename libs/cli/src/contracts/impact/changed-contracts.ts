import { selfContained, type Contract, type ContractSet } from '@spillway/contracts';
import type { AvroSchema } from '@spillway/events';
import type { AppManifest } from '@spillway/streaming';
import { subjectOf } from '../push/subject-of.js';
import type { ProposedEvent } from './impact-codecs.js';

export interface ProposedContract extends ProposedEvent {
  readonly contract: Contract;
}

/** Events as they would be registered, under the topic that an app has for them, else the one the contract says. */
export function proposedContracts(
  { contracts }: ContractSet,
  manifests: readonly AppManifest[],
): readonly ProposedContract[] {
  const byName = new Map(contracts.map((contract) => [contract.fullName, contract]));
  const pinned = manifests.flatMap(({ events }) => events);
  return contracts
    .filter(({ kind }) => kind === 'event')
    .map((contract) => {
      const { fullName: type, aliases } = contract;
      const known = pinned.find((event) => event.type === type);
      const subject = known?.subject ?? subjectOf(contract);
      const topic = known?.topic ?? subject.slice(0, -`-${type}`.length);
      return { contract, type, aliases, topic, subject, schema: selfContained(contract, byName) as AvroSchema };
    });
}

/** Whether every app that has it has exactly this schema, and one does. */
export function isPinnedAsProposed({ type, schema }: ProposedEvent, manifests: readonly AppManifest[]): boolean {
  const pins = manifests.flatMap(({ events }) => events).filter((event) => event.type === type);
  return pins.length > 0 && pins.every((pin) => JSON.stringify(pin.schema) === JSON.stringify(schema));
}
