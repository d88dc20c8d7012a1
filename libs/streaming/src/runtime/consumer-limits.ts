/** Bounds of one consumer: how much it takes at once, how much it keeps waiting, how often it commits. */
export interface ConsumerLimits {
  /** Most records of one round. */
  readonly maxRoundRecords: number;
  /** Bytes after which a round is full; one record may exceed it. */
  readonly maxRoundBytes: number;
  /** How long a round that is not full waits for more. */
  readonly lingerMs: number;
  /** Bytes waiting over all partitions; each partition pauses at its equal share. */
  readonly maxQueuedBytes: number;
  /** Longest time between work done and its commit. */
  readonly commitIntervalMs: number;
  /** How long a stop waits for the running round before it gives it back. */
  readonly stopGraceMs: number;
  /** How often the end of the log is asked for, for the lag. */
  readonly lagIntervalMs: number;
}

export const defaultConsumerLimits: ConsumerLimits = {
  maxRoundRecords: 500,
  maxRoundBytes: 8 * 1024 * 1024,
  lingerMs: 0,
  maxQueuedBytes: 32 * 1024 * 1024,
  commitIntervalMs: 1_000,
  stopGraceMs: 10_000,
  lagIntervalMs: 2_000,
};
