import type { Measurement } from '../../harness/scenario.ts';
import type { Sighting } from '../../harness/oracle.ts';
import type { GroupTopicOptions } from '@spillway/streaming';

export const eventsPerKey = 5;

export interface RetryTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly events: number;
  readonly keys: number;
  /** Of every so many keys one event fails once, and what comes of the key behind it is held; 0: of none. */
  readonly failEvery: number;
  readonly delayMs: number;
}

export interface RetryResult {
  readonly measurement: Measurement;
  readonly sighting: Sighting;
}

/** Each event that fails, and each that is held behind it, costs one copy, one wait and one more handling. */
export function retryTopicOptions({ delayMs }: Pick<RetryTask, 'delayMs'>): GroupTopicOptions {
  return { ordering: 'key', retry: { delaysMs: [delayMs, delayMs * 2] } };
}
