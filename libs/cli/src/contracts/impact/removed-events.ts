import type { ContractSet } from '@spillway/contracts';
import type { AppManifest, PinnedEvent } from '@spillway/streaming';
import type { EventNames } from './readings.js';

export type RemovedEvent = PinnedEvent & EventNames;

/** Events that apps know and no proposed contract has, under its name or one that it had before; each once. */
export function removedEvents({ contracts }: ContractSet, manifests: readonly AppManifest[]): readonly RemovedEvent[] {
  const names = new Set(contracts.flatMap(({ fullName, aliases }) => [fullName, ...aliases]));
  const gone = manifests.flatMap(({ events }) => events).filter(({ type }) => !names.has(type));
  return [...new Map(gone.map((event) => [event.type, { ...event, aliases: [] }])).values()];
}
