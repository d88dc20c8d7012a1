import type { CopyFailure } from '../../retry/copies/copy-failure.js';
import { failureOf } from './failure-of.js';
import type { FlowItem } from './flow-item.js';
import type { FlowParts } from '../flow-parts.js';

/** Why an attempt at an item failed, by the rules of its group. */
export function itemFailure(
  { binding }: FlowItem,
  error: unknown,
  { clock, failures }: Pick<FlowParts, 'clock' | 'failures'>,
): CopyFailure {
  return failureOf(error, binding?.name, clock.nowMs(), failures);
}
