import { SpillwayError } from '@spillway/events';

/** How long a failed delivery waits before each further try; one topic (tier) for each delay. */
export interface RetryPolicy {
  /** Growing. One try more than there are delays, then the delivery is a dead letter. */
  readonly delaysMs: readonly number[];
}

export interface ExponentialOptions {
  readonly initialMs: number;
  /** Above 1. */
  readonly factor: number;
  /** The last delay, reached exactly. */
  readonly maxMs: number;
}

/** Each delay is a topic, read and paused by itself. */
const maxTiers = 16;
const maxDelayMs = 30 * 86_400_000;

/**
 * Delays that grow by a factor up to a longest one: 1 s, factor 10, at most 60 s gives 1 s, 10 s, 60 s.
 *
 * @throws SpillwayError `SPW-5023` when that is not between 1 and 16 growing delays of whole milliseconds
 */
export function exponential({ initialMs, factor, maxMs }: ExponentialOptions): RetryPolicy {
  if (!(factor > 1)) throw invalid('The factor of exponential retry is not above 1');
  if (!(initialMs <= maxMs)) throw invalid('The first delay of exponential retry is longer than the longest');
  const delaysMs: number[] = [];
  for (let delayMs = initialMs; delayMs < maxMs && delaysMs.length <= maxTiers; delayMs *= factor) {
    delaysMs.push(Math.round(delayMs));
  }
  const policy = { delaysMs: [...delaysMs.filter((delayMs) => delayMs < maxMs), maxMs] };
  tierDelaysMs(policy);
  return policy;
}

/**
 * The delays of a policy, checked.
 *
 * @throws SpillwayError `SPW-5023` when they are not between 1 and 16 growing delays of 1 ms to 30 days
 */
export function tierDelaysMs({ delaysMs }: RetryPolicy): readonly number[] {
  if (delaysMs.length === 0) throw invalid('A retry policy has no delays; leave `retry` out to retry in place');
  if (delaysMs.length > maxTiers) throw invalid(`A retry policy has more than ${maxTiers} delays`);
  delaysMs.forEach((delayMs, index) => {
    if (!Number.isInteger(delayMs) || delayMs < 1 || delayMs > maxDelayMs) {
      throw invalid(`The retry delay of ${delayMs} ms is no whole number of milliseconds from 1 to 30 days`);
    }
    const before = delaysMs[index - 1] ?? 0;
    if (delayMs <= before) throw invalid(`The retry delay of ${delayMs} ms does not exceed the ${before} ms before it`);
  });
  return delaysMs;
}

function invalid(detail: string): SpillwayError {
  return new SpillwayError('SPW-5023', detail);
}
