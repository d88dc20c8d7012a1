/** A fetched record cannot have been appended later than this after its fetch, whatever the clocks. */
const maxAheadMs = 60_000;

/**
 * When a record of a tier is due, by the broker's clock: its append time and the delay of the tier. A timestamp from
 * the future (a tier topic that takes the producer's time) counts as appended when it was fetched, so that it cannot
 * block its partition.
 */
export function tierDueMs(timestampMs: number, fetchedAtMs: number, delayMs: number): number {
  return (timestampMs > fetchedAtMs + maxAheadMs ? fetchedAtMs : timestampMs) + delayMs;
}
