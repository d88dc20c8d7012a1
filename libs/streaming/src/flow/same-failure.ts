import { errorFacts } from '../ledger/error-facts.js';
import { fingerprint, type FingerprintRule } from '../ledger/fingerprint.js';

const mostKept = 256;
const longestKept = 8_192;

/** By stack, or message where there is none: the longest part of what has to be equal is looked at once. */
const known = new Map<string, Known>();
let latest: Known | undefined;

/** What is the same for every failure of one handler with the same class, message and stack. */
export interface SameFailure {
  readonly fingerprint: string;
  readonly stack: string | undefined;
}

interface Known extends SameFailure {
  readonly text: string;
  readonly handler: string;
  readonly className: string;
  readonly message: string;
}

const maxStackFrames = 20;

/**
 * Fingerprint and frames of an error. A cause that fails one event in ten mostly fails all of them alike, and working
 * its text through costs more than all the rest of a retry: what was worked out is kept while it is short.
 */
export function sameFailure(error: unknown, handler: string, rule?: FingerprintRule): SameFailure {
  const { className, message, stack } = errorFacts(error);
  // A rule may look at anything in the error, so nothing is known of the next one.
  if (rule !== undefined) return { fingerprint: fingerprint(error, handler, rule).value, stack: framesOf(stack) };
  const text = stack === '' ? message : stack;
  // Mostly the same as a moment ago: to compare two long texts takes less than to look one up.
  const before = latest?.text === text ? latest : known.get(text);
  if (before !== undefined && before.handler === handler) {
    latest = before;
    if (before.className === className && before.message === message) return before;
  }
  const worked = {
    text,
    fingerprint: fingerprint(error, handler).value,
    stack: framesOf(stack),
    handler,
    className,
    message,
  };
  if (message.length + stack.length > longestKept) return worked;
  if (known.size >= mostKept) known.clear();
  known.set(text, worked);
  return worked;
}

/** Frames alone: the first line repeats the message. */
function framesOf(stack: string): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length === 0 ? undefined : frames.slice(0, maxStackFrames).join('\n');
}
