import type { ConsumerLimits } from '@spillway/streaming';

export interface IntakeLimits {
  readonly consumer: Partial<ConsumerLimits>;
  /** Bytes after which an insert is full. */
  readonly insertBytes: number;
}

/** More is worth nothing (ADR 0031). The store may cut smaller, by what its engine can hash in one piece. */
const maxInsertBytes = 64 * 1024 * 1024;

/** Of rows, each at most as many as fill an insert: one in flight, one behind it, one being made. */
export const partsHeld = 3;

/**
 * How the intake shares out its memory: a quarter for records that wait, an eighth for the records of two rounds, three
 * tenths for their rows, and what is left for two of the three parts as bytes, whose buffers grow by halves.
 *
 * @param intakeBytes of all of it, from 640 MiB on not all of it is taken; ClickHouse's own memory comes on top
 */
export function intakeLimits(intakeBytes: number): IntakeLimits {
  return {
    consumer: {
      maxQueuedBytes: Math.floor(intakeBytes / 4),
      maxRoundBytes: Math.floor(intakeBytes / 16),
      maxRoundRecords: 100_000,
      maxRoundsInFlight: 2,
      // Inserts are cheap per row and dear per call, and every one of them is parts to merge and ranges to verify.
      lingerMs: 1_000,
    },
    insertBytes: Math.min(maxInsertBytes, Math.floor(intakeBytes / 10)),
  };
}
