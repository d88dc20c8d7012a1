/** What a tier has to keep, in words: its records wait for their delay, and the group may be away meanwhile. */
export function keptInTier(delayMs: number, outageMs: number): string {
  return `what waits in it for ${delayMs} ms and an outage of ${outageMs} ms`;
}
