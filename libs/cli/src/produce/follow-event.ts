import { isSpillwayError } from '@spillway/events';
import { askApp } from '../http/app-client.js';
import type { Session } from '../session/session.js';
import { pause } from '../time/pause.js';
import { eventSteps, type EventStep } from './event-steps.js';
import type { FollowedJourney } from './followed-journey.js';
import { judgeJourney, type JourneyVerdict } from './judge-journey.js';

export interface FollowOptions {
  readonly auditUrl?: string;
  readonly groups: readonly string[];
  readonly timeoutMs: number;
  /** Called once for each step, as it becomes known. */
  readonly tell: (step: EventStep) => void;
}

const pollMs = 200;
/** Not stored yet. */
const notKnown = 'SPW-7007';

/** Follows an event in the audit store until all is over, or the time is. */
export async function followEvent(
  session: Session,
  id: string,
  { auditUrl, groups, timeoutMs, tell }: FollowOptions,
): Promise<JourneyVerdict> {
  const told = new Set<string>();
  const untilMs = performance.now() + timeoutMs;
  for (;;) {
    const journey = await journeyOf(session, id, auditUrl);
    for (const step of journey === undefined ? [] : eventSteps(journey, id)) {
      const name = JSON.stringify(step);
      if (!told.has(name)) tell(step);
      told.add(name);
    }
    const verdict = judgeJourney(journey, id, groups);
    if (verdict.isOver || performance.now() >= untilMs) return verdict;
    await pause(session, pollMs);
  }
}

async function journeyOf(session: Session, id: string, url: string | undefined): Promise<FollowedJourney | undefined> {
  const request = { path: `/audit/journeys/${encodeURIComponent(id)}`, app: 'audit' } as const;
  try {
    return await askApp<FollowedJourney>(session, { url }, request);
  } catch (error) {
    if (isSpillwayError(error) && error.code === notKnown) return undefined;
    throw error;
  }
}
