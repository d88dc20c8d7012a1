import type { EpochFence } from '../../../libs/streaming/src/retry/order/epoch-fence.js';
import { HeldKeys, type HoldMarker } from '../../../libs/streaming/src/retry/order/held-keys.js';
import { retryCopy } from '../../../libs/streaming/src/retry/copies/retry-copy.js';
import type { RetryRouter } from '../../../libs/streaming/src/retry/order/retry-router.js';
import { firstState } from '../../../libs/streaming/src/retry/copies/retry-state.js';
import { group, type DeadLetter, type ModelWorld } from './model-world.js';
import type { PlantedBug } from './planted-bugs.js';

/** What this may ask of its owner. */
export interface HoldHooks {
  readonly epoch: () => number;
  readonly router: () => RetryRouter;
  /** Something of the scope is on its way. */
  readonly isBusy: (scope: string) => boolean;
  readonly occupy: (scope: string) => void;
  readonly free: (scope: string) => void;
  /** Commits all that is done; told whether it is stored. */
  readonly store: (stored: (isStored: boolean) => void) => void;
  readonly publish: (append: () => number, acked: (offset: number) => void) => void;
}

/** What an owner knows of held keys, and what it does about them beside holding them. */
export class ModelHolds {
  readonly keys: HeldKeys;
  readonly #bug: PlantedBug | undefined;
  #position: number;

  constructor(
    private readonly world: ModelWorld,
    private readonly hooks: HoldHooks,
    { fence, endOffset, bug }: { fence: EpochFence | undefined; endOffset: number; bug: PlantedBug | undefined },
  ) {
    this.#bug = bug;
    const isFenced = !world.run.hasInbox || bug === 'marker of a zombie with an inbox not believed';
    this.keys = new HeldKeys(fence, { isFenced });
    this.#position = 0;
    if (bug !== 'markers forgotten') this.readOn(endOffset);
    this.#position = endOffset;
  }

  readOn(endOffset = this.world.holdsEnd): void {
    for (const { offset, key, epoch, marker } of this.world.holds) {
      if (offset >= this.#position && offset < endOffset) this.keys.read(offset, key, epoch, marker);
    }
    this.#position = endOffset;
  }

  /** Writes anew what a zombie wrote over, where nothing else is on its way. */
  restore(): void {
    for (const key of this.keys.disowned) {
      const scope = this.#scopeOf(key);
      if (this.hooks.isBusy(scope)) continue;
      this.hooks.occupy(scope);
      const marker = this.keys.markerOf(key);
      this.#write(key, marker, () => this.hooks.free(scope));
    }
  }

  /** An operator lets a key go on: its dead letters go back to the first tier in order, then the tombstone is written. */
  release(key: string): void {
    const marker = this.keys.markerOf(key);
    const { isBusy, occupy, free, router } = this.hooks;
    const scope = this.#bug === 'released beside its partition' ? key : this.#scopeOf(key);
    if (marker === undefined || isBusy(scope) || router().isPending(scope)) return;
    occupy(scope);
    let letters: DeadLetter[] = [];
    const next = (): void => {
      const letter = letters.shift();
      if (letter === undefined) return this.#write(key, undefined, () => free(scope));
      const record = this.world.logs[0]![letter.origin]!;
      const epoch = this.hooks.epoch();
      const redriven = { redriveJob: 'release', redriveCount: letter.redriveCount + 1, epoch };
      const copy = retryCopy(record, { toTopic: 'tier-1', state: { ...firstState(record, { group }), ...redriven } });
      this.hooks.publish(
        () => this.world.append(1, copy),
        (offset) => {
          const { origin: letterOf } = letter;
          this.hooks.router().sentBack(1, offset, { scope, origin: undefined, epoch, isSentBack: true, letterOf });
          next();
        },
      );
    };
    this.hooks.store((isStored) => {
      if (!isStored) return free(scope);
      letters = this.world.heldLetters(key, marker, this.hooks.epoch());
      next();
    });
  }

  #write(key: string, marker: HoldMarker | undefined, written: () => void): void {
    const epoch = this.hooks.epoch();
    this.hooks.publish(
      () => this.world.appendHold({ key, epoch, marker }),
      (offset) => {
        if (marker === undefined) this.keys.release(key, offset);
        else this.keys.hold(key, marker, offset);
        written();
      },
    );
  }

  /** What its events keep order with, while the key alone is held. */
  #scopeOf(key: string): string {
    return this.world.run.ordering === 'partition' ? '' : key;
  }
}
