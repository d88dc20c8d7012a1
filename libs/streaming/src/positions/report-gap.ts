import { SpillwayError } from '@spillway/events';
import type { Logger } from '../ports/logger.js';
import type { TopicPartition } from '../ports/record.js';

export interface LogGap extends TopicPartition {
  /** The first offset the group had not read. */
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** Says exactly what the log lost before a group came to it: never silence. */
export function reportGap(gap: LogGap, options: { readonly groupId: string; readonly logger: Logger }): void {
  const { topic, partition, firstOffset, lastOffset } = gap;
  const error = new SpillwayError('SPW-5009', `${topic}/${partition} lost the offsets ${firstOffset} to ${lastOffset}`);
  options.logger.error(
    { groupId: options.groupId, topic, partition, firstOffset, lastOffset, code: error.code },
    error.message,
  );
}
