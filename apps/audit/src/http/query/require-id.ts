import { SpillwayError, attributeProblem } from '@spillway/events';

/** @throws SpillwayError `SPW-4015` when no event can have this id */
export function requireId(id: string): string {
  if (attributeProblem(id) === undefined) return id;
  throw new SpillwayError('SPW-4015', 'An id has 1 to 256 bytes and no control characters');
}
