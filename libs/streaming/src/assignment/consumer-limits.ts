/** Bounds of one consumer: how much it takes at once, how much it keeps waiting, how often it commits. */
export interface ConsumerLimits {
  /** Most records of one round, or of one call of a batch handler. */
  readonly maxRoundRecords: number;
  /** Bytes after which a round is full; one record may exceed it. */
  readonly maxRoundBytes: number;
  /** How many rounds are with the processor at a time: with two, one is prepared while the other is stored. */
  readonly maxRoundsInFlight: number;
  /** How long a round that is not full waits for more. */
  readonly lingerMs: number;
  /** Bytes waiting over all partitions; each partition pauses at its equal share. */
  readonly maxQueuedBytes: number;
  /** Bytes given to handlers or waiting their turn behind others, over all partitions; each has its equal share. */
  readonly maxOpenBytes: number;
  /** Longest time between work done and its commit. */
  readonly commitIntervalMs: number;
  /** A commit is made before that once so many records are done: what a crash repeats at most, at any rate. */
  readonly commitAfterRecords: number;
  /** Most keys of a partition that dead letters hold: with more of them nothing of it begins until one is released. */
  readonly maxHeldKeys: number;
  /** How long a stop waits for the running round before it gives it back. */
  readonly stopGraceMs: number;
  /** How often the end of the log is asked for, for the lag. */
  readonly lagIntervalMs: number;
  /** How long a start waits for what may pass before it is refused. */
  readonly startTimeoutMs: number;
  /** How long a partition with records to read may stand still, with nothing that explains it, until its consumer is rebuilt. */
  readonly stallMs: number;
}

export const defaultConsumerLimits: ConsumerLimits = {
  maxRoundRecords: 500,
  maxRoundBytes: 8 * 1024 * 1024,
  maxRoundsInFlight: 1,
  lingerMs: 0,
  maxQueuedBytes: 32 * 1024 * 1024,
  maxOpenBytes: 32 * 1024 * 1024,
  commitIntervalMs: 1_000,
  commitAfterRecords: 200_000,
  maxHeldKeys: 100_000,
  stopGraceMs: 10_000,
  lagIntervalMs: 2_000,
  startTimeoutMs: 30_000,
  stallMs: 120_000,
};
