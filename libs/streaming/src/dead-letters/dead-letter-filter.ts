import type { DeadLetter } from './dead-letter.js';

/** What a list is about; what is absent says nothing. */
export interface DeadLetterFilter {
  /** Code of the last cause, e.g. `SPW-5030`. */
  readonly code?: string;
  readonly fingerprint?: string;
  readonly key?: Buffer;
  /** By the time of the dead letter: from inclusive, to exclusive. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export function isWanted(letter: DeadLetter, { code, fingerprint, key, fromMs, toMs }: DeadLetterFilter): boolean {
  if (code !== undefined && letter.last.code !== code) return false;
  if (fingerprint !== undefined && letter.last.fingerprint !== fingerprint) return false;
  if (key !== undefined && letter.key?.equals(key) !== true) return false;
  if (fromMs !== undefined && letter.timestampMs < fromMs) return false;
  return toMs === undefined || letter.timestampMs < toMs;
}
