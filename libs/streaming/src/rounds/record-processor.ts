import type { RoundBatch } from './round-batch.js';

/**
 * What a consumer does with a round: records of all its partitions, each partition's in log order.
 * Resolves when every record is done. Rejects when the round could not be done now: nothing of it is committed, the
 * consumer is suspended and gives the same records again. The signal fires when the consumer stops or loses a partition;
 * what a processor still finishes then is not committed.
 */
export type RecordProcessor = (round: readonly RoundBatch[], signal: AbortSignal) => Promise<void>;
