import type { LoggedPartition } from '@spillway/streaming';
import type { ManifestedBlocks, StoredPositions } from './stored-positions.js';

/** Which offsets of a partition are to be accounted for. */
export interface PartitionBounds {
  readonly start: number;
  /** Behind the last one that is there or that a manifest names. */
  readonly end: number;
  /** The same or, where what lay behind is gone with its manifest, behind what was stored once. */
  readonly upTo: number;
}

/**
 * What was stored once and lies behind all that is left is as lost as what lies before it.
 *
 * @returns undefined while nothing of the partition was ever stored
 */
export function partitionBounds(
  log: LoggedPartition,
  stored: StoredPositions | undefined,
  blocks: ManifestedBlocks | undefined,
): PartitionBounds | undefined {
  const begin = Number(log.beginOffset);
  const start = Math.min(begin, stored?.minOffset ?? begin, blocks?.minFirst ?? begin);
  const end = Math.max(begin, (stored?.maxOffset ?? -1) + 1, (blocks?.maxLast ?? -1) + 1);
  const storedOnce = Math.min(Number(log.committedOffset ?? 0n), Number(log.endOffset));
  const isKnown = stored !== undefined || blocks !== undefined || storedOnce > start;
  return isKnown ? { start, end, upTo: Math.max(end, storedOnce) } : undefined;
}
