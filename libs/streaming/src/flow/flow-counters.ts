/** What became of the deliveries of one topic in this process, for status and summaries. */
export interface FlowCounters {
  /** Copies written to tiers after a failure. */
  retried: number;
  /** Copies written to tiers behind earlier events of their key. */
  held: number;
  deadLettered: number;
  /** Time its partitions waited for something, added up. */
  suspendedMs: number;
}

export function newFlowCounters(): FlowCounters {
  return { retried: 0, held: 0, deadLettered: 0, suspendedMs: 0 };
}
