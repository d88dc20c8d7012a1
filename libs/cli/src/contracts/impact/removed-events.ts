import type { Contract, ContractSet } from '@spillway/contracts';
import type { AppManifest, PinnedEvent } from '@spillway/streaming';
import type { EventNames } from './event-readings.js';

export type RemovedEvent = PinnedEvent & EventNames;

/**
 * Events that apps know and no proposed contract has any more, under its name or one that it had before; each once.
 *
 * @param former the contracts there were, by full name
 */
export function removedEvents(
  { contracts }: ContractSet,
  manifests: readonly AppManifest[],
  former: ReadonlyMap<string, Contract>,
): readonly RemovedEvent[] {
  const names = new Set(contracts.flatMap(({ fullName, aliases }) => [fullName, ...aliases]));
  const known = manifests.flatMap(({ events }) => events);
  const gone = known.filter(({ type }) => former.has(type) && !names.has(type));
  return [...new Map(gone.map((event) => [event.type, { ...event, aliases: [] }])).values()];
}
