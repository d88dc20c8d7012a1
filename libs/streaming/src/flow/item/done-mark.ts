import type { DoneMark } from '../../ports/state-store.js';
import type { FlowItem } from './flow-item.js';

/** One record, or what was passed beside records, as the inbox notes it. */
export function doneMark(
  { stream, doneRuns: runs }: Pick<FlowItem, 'stream' | 'doneRuns'>,
  counts: { readonly completed?: number; readonly deadLettered?: number } = {},
): DoneMark {
  const { completed = 0, deadLettered = 0 } = counts;
  const { topic, partition, startOffset, topicId } = stream.assigned;
  const life = topicId === undefined ? {} : { topicId };
  return { topic, partition, runs, completed, deadLettered, startOffset, ...life };
}
