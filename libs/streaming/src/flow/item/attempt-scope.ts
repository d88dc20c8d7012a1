/** The life of one call of a handler: who is told when its time is over or its partition is lost. */
export class AttemptScope {
  #own: AbortController | undefined;
  #signal: AbortSignal | undefined;
  /** Set when the time was over. */
  timedOut: Error | undefined;
  /** When its signal fired, by the steady clock. */
  timedOutAtMs = Number.POSITIVE_INFINITY;

  constructor(
    readonly name: string,
    /** By the steady clock. */
    readonly deadlineMs: number,
    private readonly parent: AbortSignal,
  ) {}

  /** Made when asked for: most handlers never look. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      this.#own = new AbortController();
      this.#signal = AbortSignal.any([this.parent, this.#own.signal]);
      if (this.timedOut !== undefined) this.#own.abort(this.timedOut);
    }
    return this.#signal;
  }

  /** Whether the partition was lost or the group stops. */
  get isGivenBack(): boolean {
    return this.parent.aborted;
  }

  timeOut(error: Error, atMs: number): void {
    this.timedOut = error;
    this.timedOutAtMs = atMs;
    this.#own?.abort(error);
  }
}
