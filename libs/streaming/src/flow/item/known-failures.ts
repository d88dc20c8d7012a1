import { errorFacts } from '../../ledger/error-facts.js';
import { fingerprint, type FingerprintRule } from '../../ledger/fingerprint.js';

const mostKept = 256;
const longestKept = 8_192;

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
 * Fingerprints and frames of the errors of one topic of a group. A cause that fails one event in ten mostly fails all of
 * them alike, and working its text through costs more than all the rest of a retry: what was worked out is kept while it
 * is short.
 */
export class KnownFailures {
  /** By stack, or message where there is none: the longest part of what has to be equal is looked at once. */
  readonly #known = new Map<string, Known>();
  #latest: Known | undefined;

  /** @param rule the application's own for which errors are the same */
  constructor(private readonly rule?: FingerprintRule) {}

  of(error: unknown, handler: string): SameFailure {
    const { className, message, stack } = errorFacts(error);
    const { rule } = this;
    // A rule may look at anything in the error, so nothing is known of the next one.
    if (rule !== undefined) return { fingerprint: fingerprint(error, handler, rule).value, stack: framesOf(stack) };
    const text = stack === '' ? message : stack;
    // Mostly the same as a moment ago: to compare two long texts takes less than to look one up.
    const before = this.#latest?.text === text ? this.#latest : this.#known.get(text);
    if (before !== undefined && before.handler === handler) {
      this.#latest = before;
      if (before.className === className && before.message === message) return before;
    }
    const { value } = fingerprint(error, handler);
    const worked = { text, fingerprint: value, stack: framesOf(stack), handler, className, message };
    if (message.length + stack.length <= longestKept) this.#keep(worked);
    return worked;
  }

  #keep(worked: Known): void {
    if (this.#known.size >= mostKept) this.#known.clear();
    this.#known.set(worked.text, worked);
  }
}

/** Frames alone: the first line repeats the message. */
function framesOf(stack: string): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length === 0 ? undefined : frames.slice(0, maxStackFrames).join('\n');
}
