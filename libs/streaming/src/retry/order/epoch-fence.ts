/** From this offset on, copies of epochs before this one are a zombie's. */
export interface FencePoint {
  readonly epoch: number;
  readonly offset: number;
}

/**
 * The fences of one tier partition: one for each take-over, at the end of the log as the new owner found it. What an
 * older epoch wrote beyond it was written by a zombie, whose source was never committed and is read again.
 */
export class EpochFence {
  /** Ascending in epoch and in offset; none implies another. */
  #points: readonly FencePoint[] = [];

  constructor(points: readonly FencePoint[] = []) {
    for (const { epoch, offset } of points) this.add(epoch, offset);
  }

  get points(): readonly FencePoint[] {
    return this.#points;
  }

  /** Whether the copy at this offset, written in `copyEpoch`, is a zombie's. */
  isStale(offset: number, copyEpoch: number): boolean {
    // Among the fences above its epoch the first lies lowest.
    const fence = this.#points.find(({ epoch }) => epoch > copyEpoch);
    return fence !== undefined && fence.offset <= offset;
  }

  /** A take-over in `epoch`, with the log ending at `offset`. */
  add(epoch: number, offset: number): void {
    if (this.#points.some((point) => point.epoch >= epoch && point.offset <= offset)) return;
    const others = this.#points.filter((point) => point.epoch > epoch || point.offset < offset);
    this.#points = [...others, { epoch, offset }].sort((one, other) => one.epoch - other.epoch);
  }

  /**
   * Forgets what only mattered below `offset`: call it when every stale copy below is done and stored as done (at the
   * latest when the watermark is there; at a take-over for the whole log, when it finds none that is not).
   */
  prune(offset: number): void {
    const newest = this.#points.findLastIndex((point) => point.offset <= offset);
    if (newest > 0) this.#points = this.#points.slice(newest);
  }
}
