import type { StoredRecord } from '@spillway/streaming';

/**
 * Which event caused which, by causation id: the index of the cause, null where that is not among them. An id alone is
 * not unique, so of several events with it the first is meant. A circle is opened at its oldest event: a tree has roots.
 */
export function findParents(records: readonly Pick<StoredRecord, 'eventId' | 'causationId'>[]): (number | null)[] {
  const firstOf = new Map<string, number>();
  for (const [index, { eventId }] of records.entries()) {
    if (eventId !== null && !firstOf.has(eventId)) firstOf.set(eventId, index);
  }
  const parents = records.map(({ causationId }, index) => {
    const parent = causationId === null ? undefined : firstOf.get(causationId);
    return parent === undefined || parent === index ? null : parent;
  });
  for (let index = 0; index < parents.length; index += 1) if (leadsBackTo(index, parents)) parents[index] = null;
  return parents;
}

/** Follows the causes of `start`; what does not come back to it ends at a root, or in a circle further up. */
function leadsBackTo(start: number, parents: readonly (number | null)[]): boolean {
  let at = parents[start] ?? null;
  for (let steps = 0; at !== null && steps < parents.length; steps += 1) {
    if (at === start) return true;
    at = parents[at] ?? null;
  }
  return false;
}
