import type { FollowedJourney } from './followed-journey.js';

export interface JourneyVerdict {
  /** Stored, and every group that was waited for is through with it. */
  readonly isOver: boolean;
  /** Groups that were waited for. */
  readonly followed: readonly string[];
  /** Groups that are not through with it. */
  readonly open: readonly string[];
  /** Groups that gave it up. */
  readonly gaveUp: readonly string[];
}

const gaveUp: ReadonlySet<string> = new Set(['dead_lettered', 'lost']);

/** How far an event is: a group that has not said anything yet is not through with it. */
export function judgeJourney(
  journey: FollowedJourney | undefined,
  id: string,
  groups: readonly string[],
): JourneyVerdict {
  const event = journey?.events.find(({ eventId }) => eventId === id);
  if (event === undefined) return { isOver: false, followed: groups, open: groups, gaveUp: [] };
  const legs = new Map(event.legs.map((leg) => [leg.group, leg]));
  const wanted = groups.length === 0 ? [...legs.keys()] : groups;
  const open = wanted.filter((group) => (legs.get(group)?.endToEndMs ?? null) === null);
  return {
    isOver: open.length === 0,
    followed: wanted,
    open,
    gaveUp: wanted.filter((group) => gaveUp.has(legs.get(group)?.outcome ?? '')),
  };
}
