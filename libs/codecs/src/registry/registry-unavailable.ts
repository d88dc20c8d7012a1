import { SpillwayError } from '@spillway/events';

/**
 * `SPW-3003`: nothing is known about what was asked; ask again later.
 *
 * @param about.status of the answer, where there was one
 */
export function registryUnavailable(
  url: string,
  reason: string,
  about: { readonly cause?: unknown; readonly status?: number } = {},
): SpillwayError {
  return new SpillwayError('SPW-3003', `The schema registry gave no usable answer (${url}): ${reason}`, {
    cause: about.cause,
    context: { status: about.status },
  });
}
