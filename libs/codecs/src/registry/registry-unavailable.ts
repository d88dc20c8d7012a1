import { SpillwayError } from '@spillway/events';

/** `SPW-3003`: nothing is known about what was asked; ask again later. */
export function registryUnavailable(url: string, reason: string, cause?: unknown): SpillwayError {
  return new SpillwayError('SPW-3003', `The schema registry gave no usable answer (${url}): ${reason}`, { cause });
}
