import type { Measurement } from '../../harness/scenario.ts';
import type { Sighting } from '../../harness/oracle.ts';
import type { GroupTopicOptions } from '@spillway/streaming';

export interface RetryTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly events: number;
  readonly keys: number;
  /** Every so many events fail once; 0: none. */
  readonly failEvery: number;
  readonly delayMs: number;
}

export interface RetryResult {
  readonly measurement: Measurement;
  readonly sighting: Sighting;
}

/**
 * A failure costs one copy, one wait and one more handling. The second tier is for an event that was held behind its key
 * and then fails itself: it was first tried in a tier.
 */
export function retryTopicOptions({ delayMs }: Pick<RetryTask, 'delayMs'>): GroupTopicOptions {
  return { ordering: 'key', retry: { delaysMs: [delayMs, delayMs * 2] } };
}
