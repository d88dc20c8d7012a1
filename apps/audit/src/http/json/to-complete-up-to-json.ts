import type { CompleteUpToState } from '../../complete-up-to/complete-up-to-state.js';

/** Up to when the answer knows everything; null while the log has not been asked yet. */
export function toCompleteUpToJson(state: CompleteUpToState | null) {
  if (state === null) return null;
  return {
    time: state.timeMs === null ? null : new Date(state.timeMs).toISOString(),
    complete: state.complete,
    asOf: new Date(state.asOfMs).toISOString(),
  };
}
