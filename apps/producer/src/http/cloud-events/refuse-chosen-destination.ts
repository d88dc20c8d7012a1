import { SpillwayError } from '@spillway/events';

const destinations = ['topic', 'partition'] as const;

/**
 * Type and key decide where an event goes, never the caller.
 *
 * @throws SpillwayError `SPW-4054`
 */
export function refuseChosenDestination(attributes: Readonly<Record<string, unknown>>): void {
  const named = destinations.filter((name) => Object.hasOwn(attributes, name));
  if (named.length === 0) return;
  throw new SpillwayError('SPW-4054', `The caller may not choose the ${named.join(' and the ')}`, {
    issues: named.map((name) => ({ pointer: `/${name}`, detail: 'is not the caller’s choice' })),
  });
}
