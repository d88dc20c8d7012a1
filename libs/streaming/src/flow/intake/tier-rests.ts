import type { MemberControl } from '../../member/member-work.js';
import type { FlowStream } from './flow-stream.js';

/** How long it may take from a fetch to the queue, besides what the source may wait. */
const fetchMs = 100;

/**
 * Lets the fetching of a tier rest while the last record queued of it is not due for a while. Each copy that is parked
 * would else end a fetch of all partitions, with one record to show for it; and a tier of long delay would fill memory
 * with what nobody needs for hours.
 */
export class TierRests {
  readonly #resting = new Set<FlowStream>();

  constructor(private readonly control: Pick<MemberControl, 'pause' | 'resume' | 'fetchWaitMs'>) {}

  /**
   * Rests, or fetches on in time: two fetches, since one may have begun just before, ahead of the last record queued.
   *
   * @param nowMs by the broker's clock
   * @returns after how many ms it is to be heeded again; undefined while it is fetched
   */
  heed(stream: FlowStream, nowMs: number): number | undefined {
    const { newest } = stream;
    const aheadMs = 2 * (this.control.fetchWaitMs() + fetchMs);
    const restMs = newest === undefined ? 0 : Math.ceil(stream.dueMs(newest, nowMs) - nowMs - aheadMs);
    const isResting = restMs > 0;
    if (isResting !== this.#resting.has(stream)) this.#turn(stream, isResting);
    return isResting ? restMs : undefined;
  }

  /** Somebody else says what is fetched, of all streams. */
  clear(): void {
    this.#resting.clear();
  }

  #turn(stream: FlowStream, isResting: boolean): void {
    if (isResting) {
      this.#resting.add(stream);
      this.control.pause(stream.assigned);
    } else {
      this.#resting.delete(stream);
      this.control.resume(stream.assigned);
    }
  }
}
