import { createHash } from 'node:crypto';
import { errorFacts } from './error-facts.js';
import { inAppFrames } from './in-app-frames.js';
import { normaliseMessage } from './normalise-message.js';

/** What a fingerprint was made of, to be shown: why two errors count as one. */
export interface FingerprintParts {
  readonly handler: string;
  readonly errorClass: string;
  /** With `<…>` for what differs between occurrences. */
  readonly message: string;
  /** The first frames of the application, `module#function`; empty without a stack. */
  readonly frames: readonly string[];
  /** What the application's own rule answered; message and frames then count for nothing. */
  readonly custom?: string;
}

export interface Fingerprint {
  /** A new version never regroups what was counted under an old one. */
  readonly version: 1;
  /** `v1:` and 32 hex digits. */
  readonly value: string;
  readonly parts: FingerprintParts;
}

/** An application's own rule: errors of one handler and class with the same answer count as one; undefined leaves it to the parts. */
export type FingerprintRule = (error: unknown, parts: FingerprintParts) => string | undefined;

const maxTextLength = 500;

/**
 * Says which errors are the same: SHA-256 over handler, error class, normalised message and the first three frames of
 * the application. Total: whatever was thrown, it never throws; its work is bounded, whatever the size.
 *
 * @param handler name of the handler, or of the step that failed before one was called
 * @param rule    the application's own; one that throws or answers no text is passed over
 */
export function fingerprint(error: unknown, handler: string, rule?: FingerprintRule): Fingerprint {
  const { className: errorClass, message, stack } = errorFacts(error);
  const parts: FingerprintParts = {
    handler: bounded(handler),
    errorClass,
    message: normaliseMessage(message),
    frames: inAppFrames(stack, message),
  };
  const custom = rule === undefined ? undefined : answerOf(rule, error, parts);
  if (custom === undefined) return { version: 1, value: hash(parts, [parts.message, ...parts.frames]), parts };
  return { version: 1, value: hash(parts, [null, custom]), parts: { ...parts, custom } };
}

function answerOf(rule: FingerprintRule, error: unknown, parts: FingerprintParts): string | undefined {
  try {
    const answer: unknown = rule(error, parts);
    return typeof answer === 'string' && answer !== '' ? bounded(answer) : undefined;
  } catch {
    return undefined;
  }
}

function hash({ handler, errorClass }: FingerprintParts, rest: readonly (string | null)[]): string {
  const text = JSON.stringify([handler, errorClass, ...rest]);
  return `v1:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function bounded(text: string): string {
  return text.slice(0, maxTextLength).toWellFormed();
}
