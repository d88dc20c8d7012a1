import type { DeliveryHistory, DeliveryProblem, HandlerCall } from './delivery-history.js';

/**
 * What a handler publishes is in the log before its attempt counts, however that ends: of the calls of each attempt that
 * counted one has seen all of it written. An attempt has counted when another followed or when it was the last.
 */
export function unwrittenFollowUps({
  topics,
  calls,
  zombies,
  isSettled,
}: Pick<DeliveryHistory, 'topics' | 'calls' | 'zombies' | 'isSettled'>): readonly DeliveryProblem[] {
  if (!isSettled || calls.every(isWritten)) return [];
  return [...Map.groupBy(calls, ({ identity }) => identity)].flatMap(([identity, own]) => {
    const attempts = Map.groupBy(own, ({ attempt }) => attempt);
    const last = own.reduce((one, other) => (other.beganAt > one.beganAt ? other : one));
    // An event that went with its topic may never have come to its end.
    const isThere = topics.some(({ topic }) => topic === last.origin.topic);
    const isLastDone = isThere && !zombies.includes(last.member) && !own.some(hasCompleted);
    const hasCounted = (attempt: number): boolean =>
      attempts.has(attempt + 1) || (isLastDone && attempt === last.attempt);
    return [...attempts]
      .filter(([attempt, ofIt]) => hasCounted(attempt) && !ofIt.some(isWritten))
      .map(([attempt, ofIt]) => {
        const lost = ofIt.flatMap(({ followUps = [] }) => followUps.filter(({ told }) => told !== 'written'));
        const places = [...new Set(lost.map(({ topic }) => topic))].join(', ');
        const detail = `Attempt ${attempt} at the event ${identity} counted without what it published to ${places}`;
        return { rule: 'follow-ups come first', detail } as const;
      });
  });
}

function hasCompleted(call: HandlerCall): boolean {
  return call.outcome === 'completed' && isWritten(call);
}

/** What the handler was told not to publish any more is none of it. */
function isWritten({ followUps = [] }: HandlerCall): boolean {
  return followUps.every(({ told }) => told === 'written' || told === 'too late');
}
