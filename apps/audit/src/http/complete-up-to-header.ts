import type { CompleteUpToState } from '../complete-up-to/complete-up-to-state.js';
import { isoTime } from './json/iso-time.js';

/** Up to when an answer that is bytes knows everything. */
export function completeUpToHeader(state: CompleteUpToState | null): { readonly 'spillway-complete-up-to': string } {
  return { 'spillway-complete-up-to': state?.timeMs == null ? 'unknown' : isoTime(state.timeMs) };
}
