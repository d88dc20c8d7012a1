import type { JourneyEvent, JourneyGroup, JourneyLeg } from '@spillway/streaming';

/** What each group had to do with a journey, by group id. */
export function journeyGroups(events: readonly JourneyEvent[]): readonly JourneyGroup[] {
  const legs = events.flatMap(({ record, legs: own }) => own.map((leg) => ({ leg, publishedMs: record.timestampMs })));
  const byGroup = [...Map.groupBy(legs, ({ leg }) => leg.groupId)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byGroup.map(([groupId, own]) => groupOf(groupId, own));
}

function groupOf(
  groupId: string,
  own: readonly { readonly leg: JourneyLeg; readonly publishedMs: number }[],
): JourneyGroup {
  const sum = (value: (leg: JourneyLeg) => number): number => own.reduce((total, { leg }) => total + value(leg), 0);
  const ends = own.map(({ leg, publishedMs }) => (leg.endToEndMs === null ? null : publishedMs + leg.endToEndMs));
  const begin = Math.min(...own.map(({ publishedMs }) => publishedMs));
  return {
    groupId,
    events: own.length,
    attempts: sum(({ attempts }) => attempts),
    retries: sum(({ retries }) => retries),
    deadLetters: sum(({ deadLetters }) => deadLetters),
    queueMs: sum(({ queueMs }) => queueMs),
    processingMs: sum(({ processingMs }) => processingMs),
    endToEndMs: ends.some((end) => end === null) ? null : Math.max(...ends.map((end) => end ?? begin)) - begin,
    isExact: own.every(({ leg }) => leg.isExact),
  };
}
