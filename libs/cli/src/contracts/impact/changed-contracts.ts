import { eventTopic, registrableContracts, type Contract, type ContractSet } from '@spillway/contracts';
import type { SharedType } from '@spillway/events';
import type { AppManifest } from '@spillway/streaming';
import type { ProposedEvent } from './impact-codecs.js';

export interface ProposedContract extends ProposedEvent {
  readonly contract: Contract;
  readonly references?: readonly SharedType[];
}

/**
 * Events as they would be registered, under the topic that an app has for them, else the one the contract says.
 *
 * @param former the contracts there were, by full name: one that says another topic since takes its event there
 */
export function proposedContracts(
  set: ContractSet,
  manifests: readonly AppManifest[],
  former: ReadonlyMap<string, Contract>,
): readonly ProposedContract[] {
  const pinned = manifests.flatMap(({ events }) => events);
  return registrableContracts(set).map((event) => {
    const { aliases } = event.contract;
    const known = pinned.find(({ type }) => type === event.type);
    const before = [event.type, ...aliases].map((name) => former.get(name)).find((each) => each !== undefined);
    const topicBefore = before === undefined ? event.topic : eventTopic(before);
    const isMoved = topicBefore !== event.topic && (known?.topic ?? topicBefore) === topicBefore;
    if (isMoved) return { ...event, aliases, topic: topicBefore, movedTo: event.topic };
    const { topic, subject } = known ?? event;
    return { ...event, aliases, topic, subject };
  });
}

/** How many of the apps that have it have exactly this schema: `all` where at least one does, and no other has another. */
export function pinnedAsProposed(
  { type, schema }: ProposedEvent,
  manifests: readonly AppManifest[],
): 'all' | 'some' | 'none' {
  const pins = manifests.flatMap(({ events }) => events).filter((event) => event.type === type);
  const same = pins.filter((pin) => JSON.stringify(pin.schema) === JSON.stringify(schema));
  if (same.length === 0) return 'none';
  return same.length === pins.length ? 'all' : 'some';
}
