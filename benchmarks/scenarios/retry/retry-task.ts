import type { Measurement } from '../../harness/scenario.ts';
import type { Sighting } from '../../harness/oracle.ts';
import type { GroupTopicOptions } from '@spillway/streaming';

/** As in a year of orders most keys come seldom; of those with a failure one event fails. */
export const eventsPerKey = 2;

export interface RetryTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly events: number;
  readonly keys: number;
  /** One event in so many fails once, and what comes of its key behind it is held; 0: none. */
  readonly failEvery: number;
  /** The handler catches what it throws, and reads the stack: nothing goes into retries. */
  readonly isCaught?: boolean;
  /** The handler answers `retryLater` and throws nothing. */
  readonly isAsked?: boolean;
  readonly delayMs: number;
  /** Where the bare loop sends what fails. */
  readonly retryTopic?: string;
}

export interface RetryResult {
  readonly measurement: Measurement;
  readonly sighting: Sighting;
}

/** Below so many events a run only shows that it works: it is over before its first part is noticed. */
const measuredFrom = 100_000;
/** Before that the compiler is at work, and longer on code that runs for one event in a hundred. */
const unmeasuredShare = 0.4;

/** The events of a drain that are not measured, its first ones. */
export function unmeasuredOf({ events }: Pick<RetryTask, 'events'>): number {
  return events < measuredFrom ? 0 : events * unmeasuredShare;
}

/** Each event that fails, and each that is held behind it, costs one copy, one wait and one more handling. */
export function retryTopicOptions({ delayMs }: Pick<RetryTask, 'delayMs'>): GroupTopicOptions {
  return { ordering: 'key', retry: { delaysMs: [delayMs, delayMs * 2] } };
}
