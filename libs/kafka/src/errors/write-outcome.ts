import { SpillwayError } from '@spillway/events';
import { kafkaErrorFacts } from './kafka-error-facts.js';

const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** A broker answers these instead of appending; the same bytes would get the same answer at every attempt. */
const refusedForItsBytes = new Set([...tooLarge, 'INVALID_RECORD', 'INVALID_TIMESTAMP', 'POLICY_VIOLATION']);

/** The same, but an earlier attempt may have met another answer. */
const refused = new Set([
  'INVALID_TOPIC_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'NOT_ENOUGH_REPLICAS',
  'UNSUPPORTED_COMPRESSION_TYPE',
]);

export interface SendProgress {
  /** How often the client began to send the batch. */
  readonly attempts: number;
  /** Whether the client ever read the batch's bytes after it began: before that none can have left the process. */
  readonly bytesTaken: boolean;
}

/** Whether the broker refused the batch because of what is in it; one record of it is enough for that. */
export function isRefusedForItsBytes(error: unknown): boolean {
  return refusedForItsBytes.has(kafkaErrorFacts(error).kind);
}

/**
 * What a rejected `send()` means for its records: `SPW-1110` not written, `SPW-1112` not written and too large at any
 * time, or `SPW-1111` unknown. When in doubt it is unknown: what is called not written must be surely absent from the log.
 */
export function writeOutcome(error: unknown, progress: SendProgress, where: string): SpillwayError {
  const { kind, message } = kafkaErrorFacts(error);
  const { attempts, bytesTaken } = progress;
  const context = { kind, attempts };
  const detail = `Writing to ${where} failed after ${attempts} attempt(s): ${message}`;
  if (tooLarge.has(kind)) return new SpillwayError('SPW-1112', detail, { cause: error, context });
  const surelyAbsent = !bytesTaken || refusedForItsBytes.has(kind) || (attempts === 1 && refused.has(kind));
  return new SpillwayError(surelyAbsent ? 'SPW-1110' : 'SPW-1111', detail, { cause: error, context });
}
