import { EpochFence, type FencePoint } from './epoch-fence.js';

/** A log with copies or markers of owners before, as a new owner finds it. */
export interface FencedLog {
  /** As owners before have committed them. */
  readonly fences: readonly FencePoint[];
  /** Where it ends; may grow. */
  readonly endOffset: number;
}

/**
 * What a take-over fences off, in each of its logs from one end on: the one that was known when it began. What a zombie
 * appends after that is stale to this owner's router, and has to be stale to the next owner, who knows only the fence.
 */
export class TakeOverFences {
  /** Index-aligned with the logs, as they were at the construction. */
  readonly ends: readonly number[];
  readonly fences: readonly EpochFence[];

  constructor(logs: readonly FencedLog[]) {
    this.ends = logs.map(({ endOffset }) => endOffset);
    this.fences = logs.map(({ fences }) => new EpochFence(fences));
  }

  /** Nothing stale is left undone below the end of this log: fences of owners before say nothing any more. */
  settle(index: number): void {
    this.fences[index]!.prune(this.ends[index]!);
  }

  /** Puts up the fence of the new owner, in all logs. */
  raise(epoch: number): void {
    for (const [index, fence] of this.fences.entries()) fence.add(epoch, this.ends[index]!);
  }
}
