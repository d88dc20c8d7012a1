import { parseRfc3339 } from '@spillway/events';

/** Facts of this business are younger; older times come from clocks that were never set. */
const earliestTime = new Date('1990-01-01T00:00:00Z');
/** How far a sender's clock may be ahead of ours. */
const allowedLeadMs = 60 * 60 * 1000;

/** Why an event cannot have happened at this time, or undefined. */
export function timeProblem(time: Date, nowMs: number): string | undefined {
  if (time.getTime() < earliestTime.getTime()) return `lies before ${earliestTime.toISOString()}`;
  return time.getTime() > nowMs + allowedLeadMs ? 'lies more than an hour in the future' : undefined;
}

/** The time of an event as sent, or why it is refused. */
export function readEventTime(text: string, nowMs: number): Date | { readonly problem: string } {
  const parsed = parseRfc3339(text);
  if (parsed === undefined) return { problem: 'is not an RFC 3339 time with a zone' };
  const problem = timeProblem(parsed.date, nowMs);
  return problem === undefined ? parsed.date : { problem };
}
