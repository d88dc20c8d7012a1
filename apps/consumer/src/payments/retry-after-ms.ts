const longestMs = 5 * 60_000;

/**
 * What a `Retry-After` (RFC 9110, 10.2.3: seconds or an HTTP date) asks for, at most five minutes.
 *
 * @returns undefined when there is none, or none that can be understood
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const waitMs = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : dateMs(text) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestMs);
}

/** `Date.parse` takes much that is no HTTP date, bare numbers among it. */
function dateMs(text: string): number {
  return /^[A-Z][a-z]{2,8},? .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
