import type { ConsumerLimits } from '@spillway/streaming';

export interface IntakeLimits {
  readonly consumer: Partial<ConsumerLimits>;
  /** Bytes after which an insert is full. */
  readonly insertBytes: number;
}

/**
 * How the intake shares out its memory: a quarter for records that wait, an eighth for the records of two rounds, a quarter
 * for their rows (one insert in flight, one being filled), and what is left for the same rows as bytes, whose buffers grow
 * by halves.
 *
 * @param intakeBytes of all of it; ClickHouse's own memory comes on top
 */
export function intakeLimits(intakeBytes: number): IntakeLimits {
  return {
    consumer: {
      maxQueuedBytes: Math.floor(intakeBytes / 4),
      maxRoundBytes: Math.floor(intakeBytes / 16),
      maxRoundRecords: 100_000,
      maxRoundsInFlight: 2,
      // Inserts are cheap per row and dear per call.
      lingerMs: 250,
    },
    insertBytes: Math.floor(intakeBytes / 8),
  };
}
