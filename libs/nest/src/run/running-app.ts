/** A started app, whatever runs it: `runMain`, the launcher's in-process mode, or a test. */
export interface RunningApp {
  readonly name: string;
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  /**
   * Stops in order: readiness red, consumers drained and committed, HTTP closed, writes flushed, stores closed. Idempotent.
   *
   * @throws SpillwayError `SPW-1013` naming the steps that failed or were left behind, when all others are done
   */
  close(): Promise<void>;
  /** Resolves with the reason when the app cannot do its work any more: whoever supervises it starts a fresh one. */
  readonly failed?: Promise<unknown>;
}
