import { SpillwayError } from '@spillway/events';

/** Nothing of the topic is where it was believed to be. */
export function recreated(topic: string): SpillwayError {
  return new SpillwayError('SPW-5040', `${topic} was deleted and recreated; its partitions are assigned anew`);
}
