import { SpillwayError } from '@spillway/events';

/**
 * The refusal of a topic whose settings do not keep what it has to.
 *
 * @param kept    what it has to keep
 * @param problem the setting, as it is and as it has to be
 */
export function topicWouldLose(topic: string, kept: string, problem: string): SpillwayError {
  return new SpillwayError('SPW-5024', `${topic} would lose ${kept}: it has ${problem}`, { context: { topic } });
}
