/** Up to when every record that the log still has is stored. */
export interface CompleteUpToState {
  /** Every record published before is stored; null while not even the first of some partition is. */
  readonly timeMs: number | null;
  /** Everything that was in the log at `asOfMs` is stored. */
  readonly complete: boolean;
  /** When log and store were compared. */
  readonly asOfMs: number;
}
