/** How many lines about the same thing go into the log per window. */
const linesPerWindow = 10;
const windowMs = 60_000;
/** Different things at a time; the longest known makes room. */
const maxSubjects = 1_000;

interface Window {
  readonly endsAtMs: number;
  lines: number;
  leftOut: number;
}

/** Keeps thousands of lines that say the same out of the log, and tells how many were left out. */
export class LogSampler {
  readonly #windows = new Map<string, Window>();

  /**
   * @param subject what the line is about
   * @returns undefined when the line is left out, else how many about the same were since the last one
   */
  take(subject: string, nowMs: number): { readonly leftOut: number } | undefined {
    const known = this.#windows.get(subject);
    if (known !== undefined && nowMs < known.endsAtMs) {
      if (known.lines === linesPerWindow) {
        known.leftOut++;
        return undefined;
      }
      known.lines++;
      return { leftOut: 0 };
    }
    this.#open(subject, nowMs);
    return { leftOut: known?.leftOut ?? 0 };
  }

  #open(subject: string, nowMs: number): void {
    this.#windows.delete(subject);
    const oldest = this.#windows.keys().next();
    if (this.#windows.size >= maxSubjects && oldest.done !== true) this.#windows.delete(oldest.value);
    this.#windows.set(subject, { endsAtMs: nowMs + windowMs, lines: 1, leftOut: 0 });
  }
}
