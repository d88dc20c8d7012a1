import type { RetryState } from '../copies/retry-state.js';
import { offsetInLife } from './offset-in-life.js';

const beforeAll = -1;

/**
 * Where the event of a dead letter lies among those of the group's topic: at its offset, before all of them when it is from
 * an earlier life of the topic.
 */
export function letterOf(state: Pick<RetryState, 'origin'>, topicId: string | undefined): number {
  return offsetInLife(state, topicId) ?? beforeAll;
}
