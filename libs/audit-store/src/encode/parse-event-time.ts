import { parseRfc3339 } from '@spillway/events';

const earliestMs = Date.UTC(1900, 0, 1);
const latestMs = Date.UTC(2299, 11, 31);

/** `ce_time` as milliseconds; null when absent, not RFC 3339, or outside of 1900 to 2299. The header keeps the original. */
export function parseEventTime(time: string | undefined): number | null {
  const ms = time === undefined ? undefined : parseRfc3339(time)?.date.getTime();
  return ms !== undefined && ms >= earliestMs && ms <= latestMs ? ms : null;
}
