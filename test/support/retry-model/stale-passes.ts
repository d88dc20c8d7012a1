import { OffsetTracker } from '../../../libs/streaming/src/offsets/offset-tracker.js';
import type { ModelWorld } from './model-world.js';

/** What an owner found stale in its take-over: done at once, but with an inbox committed when it is noted. */
export class StalePasses {
  readonly #begun: readonly OffsetTracker[];
  #unnoted: [tier: number, offset: number][] = [];

  constructor(
    private readonly world: ModelWorld,
    private readonly trackers: readonly OffsetTracker[],
  ) {
    this.#begun = trackers.map((tracker) => new OffsetTracker(tracker));
  }

  pass(tier: number, offset: number): void {
    this.trackers[tier]!.markDone(offset);
    this.#unnoted.push([tier, offset]);
  }

  /** @param isRunning the take-over is over: what is not noted is, before */
  committable(isRunning: boolean): readonly OffsetTracker[] {
    if (!this.world.run.hasInbox) return this.trackers;
    if (!isRunning) return this.#begun;
    for (const [tier, offset] of this.#unnoted.splice(0)) this.world.inbox[tier]!.markDone(offset);
    return this.trackers;
  }
}
