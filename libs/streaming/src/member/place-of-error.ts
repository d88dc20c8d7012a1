import { isSpillwayError } from '@spillway/events';
import type { TopicPartition } from '../ports/record.js';

/** The partition that an error is about, when it says so. */
export function placeOfError(error: unknown): TopicPartition | undefined {
  const { topic, partition } = (isSpillwayError(error) ? error.context : undefined) ?? {};
  return typeof topic === 'string' && typeof partition === 'number' ? { topic, partition } : undefined;
}
