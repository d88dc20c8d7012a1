/** A topic beside one that a group reads, whose records are tried after a wait. */
export interface GroupTier {
  readonly name: string;
  readonly delayMs: number;
  /**
   * `retries`: what fails goes there. `redrives`: dead letters alone come back by it. `drained`: a delay the group no longer
   * asks for, read until it is empty. Nothing that a handler fails at is written to the last two.
   */
  readonly use: 'retries' | 'redrives' | 'drained';
}
