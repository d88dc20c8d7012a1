import type { OrderEvent } from '../../harness/order-event.ts';
import { eventsPerKey } from './retry-task.ts';

/**
 * Whether the event fails at its first try: of failing keys one event each, in turns the first or the second, so that as
 * many fail in each part of the run.
 *
 * @param failEvery one event in so many; 0: none
 */
export function mustFail({ keyIndex, keySequence }: OrderEvent, failEvery: number): boolean {
  if (failEvery === 0) return false;
  const failingKey = keyIndex / (failEvery / eventsPerKey);
  return Number.isInteger(failingKey) && keySequence === failingKey % eventsPerKey;
}
