/**
 * What is wrong with the `retention.ms` of a topic that has to keep its records for longer than `neededMs`; undefined when it
 * keeps enough. -1 is for ever.
 */
export function shortRetention(retentionMs: number, neededMs: number): string | undefined {
  if (retentionMs === -1 || retentionMs > neededMs) return undefined;
  return `retention.ms=${retentionMs}; it must exceed ${neededMs}`;
}
