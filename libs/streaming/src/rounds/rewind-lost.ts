import { partitionKey } from '../ports/partition-key.js';
import type { TopicPartition } from '../ports/record.js';
import type { MemberControl } from '../member/member-work.js';
import type { StartPosition } from '../assignment/start-position.js';

type Control = Pick<MemberControl, 'assigned' | 'commit' | 'holds' | 'rewind'>;

/**
 * Partitions that would start lower now than they were done are read again from there: what was done of them got lost
 * outside the log. To be called while nothing of them is being done.
 *
 * @throws what `findStarts` throws; then nothing was rewound
 */
export async function rewindLost(
  control: Control,
  findStarts: (partitions: readonly TopicPartition[]) => Promise<readonly StartPosition[]>,
): Promise<void> {
  const held = [...control.assigned()];
  if (held.length === 0) return;
  // Or it would start at a commit that is older than what is done.
  await control.commit(held.flatMap((assigned) => assigned.uncommitted() ?? []));
  const starts = new Map((await findStarts(held)).map((start) => [partitionKey(start), start.position]));
  for (const assigned of held) {
    const position = starts.get(partitionKey(assigned)) ?? assigned.watermark;
    if (control.holds(assigned) && position < assigned.watermark) control.rewind(assigned, position);
  }
}
