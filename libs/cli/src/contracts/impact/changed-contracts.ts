import { registrableContracts, type Contract, type ContractSet } from '@spillway/contracts';
import type { SharedType } from '@spillway/events';
import type { AppManifest } from '@spillway/streaming';
import type { ProposedEvent } from './impact-codecs.js';

export interface ProposedContract extends ProposedEvent {
  readonly contract: Contract;
  readonly references?: readonly SharedType[];
}

/** Events as they would be registered, under the topic that an app has for them, else the one the contract says. */
export function proposedContracts(set: ContractSet, manifests: readonly AppManifest[]): readonly ProposedContract[] {
  const pinned = manifests.flatMap(({ events }) => events);
  return registrableContracts(set).map((event) => {
    const known = pinned.find(({ type }) => type === event.type);
    const { topic, subject } = known ?? event;
    return { ...event, aliases: event.contract.aliases, topic, subject };
  });
}

/** Whether every app that has it has exactly this schema, and one does. */
export function isPinnedAsProposed({ type, schema }: ProposedEvent, manifests: readonly AppManifest[]): boolean {
  const pins = manifests.flatMap(({ events }) => events).filter((event) => event.type === type);
  return pins.length > 0 && pins.every((pin) => JSON.stringify(pin.schema) === JSON.stringify(schema));
}
