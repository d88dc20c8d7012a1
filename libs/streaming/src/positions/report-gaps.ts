import { reportGap } from './report-gap.js';
import type { StartPosition } from '../assignment/start-position.js';

/** Says what the log lost of a partition before the group came to it. */
export function reportGaps(start: StartPosition, options: Parameters<typeof reportGap>[1]): void {
  const { topic, partition, lost } = start;
  for (const [firstOffset, lastOffset] of lost) reportGap({ topic, partition, firstOffset, lastOffset }, options);
}
