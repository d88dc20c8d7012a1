import { EpochFence } from './epoch-fence.js';
import type { EventPlace } from './event-place.js';
import { isHeldFrom } from './is-held-from.js';

/** Why a key is held: the place of the first of its events that is a dead letter, and the epoch that said so. */
export interface HoldMarker extends EventPlace {
  readonly epoch: number;
  /** With which dead letter the key began to be held; unknown to markers of before this was noted. */
  readonly first?: FirstHeld;
}

/** The event, and how often it had been sent back when it died. */
export interface FirstHeld extends EventPlace {
  readonly redriveCount: number;
}

export interface HeldKeysOptions {
  /**
   * False for a group with an inbox: what a zombie has given up it has also noted as done, and nobody else has the record
   * any more. Its marker counts where the key is free, and is written anew as well. Default true.
   */
  readonly isFenced?: boolean;
  /** The present life of the group's topic, when known. */
  readonly topicId?: string | undefined;
  /** More are kept out by letting nothing more in. Default: as many as there are. */
  readonly maxKeys?: number;
}

const none: readonly string[] = [];

/**
 * Keys of one partition held because one of their events is a dead letter. Rebuilt from the markers in the log of holds;
 * every change is written there first, a key's newest record counts, and one without a value releases it. An owner reads
 * on while it runs: operators release keys there, and a zombie may write over what it has written.
 */
export class HeldKeys {
  readonly #fence: EpochFence;
  readonly #isFenced: boolean;
  readonly #topicId: string | undefined;
  readonly #maxKeys: number;
  readonly #markers = new Map<string, HoldMarker>();
  /** With the offset of the zombie's newest record. */
  readonly #disowned = new Map<string, number>();
  /** Of what this owner wrote itself and has not read back: the log up to there is older than what is known. */
  readonly #writtenAt = new Map<string, number>();
  #highestEpoch = 0;
  #readTo = -1;

  /**
   * @param fence of the holds' log: markers that a zombie wrote do not count. Add the own take-over to it before anything
   *   beyond the end of that log is read.
   */
  constructor(
    fence: EpochFence = new EpochFence(),
    { isFenced = true, topicId, maxKeys = Infinity }: HeldKeysOptions = {},
  ) {
    this.#fence = fence;
    this.#isFenced = isFenced;
    this.#topicId = topicId;
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#markers.size;
  }

  /** No further key can be held: suspend, do not dead-letter. */
  get isFull(): boolean {
    return this.#markers.size >= this.#maxKeys;
  }

  /** Of all records of the log that were read, stale ones too. */
  get highestEpoch(): number {
    return this.#highestEpoch;
  }

  /**
   * Keys whose newest record in the log is a zombie's. Compaction would leave that one alone: write what `markerOf` says
   * (none: without a value) anew, while nothing else is written for the key. A key leaves the list when a record above
   * the zombie's is read back, or reported by `hold` or `release`. While there are any, do not prune the fence of the
   * holds.
   */
  get disowned(): readonly string[] {
    return this.#disowned.size === 0 ? none : [...this.#disowned.keys()];
  }

  /**
   * Takes in a record of the holds' log, in log order.
   *
   * @param epoch of its writer; undefined for an operator, whom everybody believes
   * @param marker undefined when the record has no value: the key is free
   */
  read(offset: number, key: string, epoch: number | undefined, marker: Omit<HoldMarker, 'epoch'> | undefined): void {
    this.#highestEpoch = Math.max(this.#highestEpoch, epoch ?? 0);
    this.#readTo = offset;
    const writtenAt = this.#writtenAt.get(key) ?? -1;
    if (offset >= writtenAt) this.#writtenAt.delete(key);
    if (offset <= writtenAt) return;
    if (epoch !== undefined && this.#fence.isStale(offset, epoch)) return this.#readStale(offset, key, epoch, marker);
    this.#disowned.delete(key);
    if (marker === undefined) this.#markers.delete(key);
    else this.#markers.set(key, { ...marker, epoch: epoch ?? this.#highestEpoch });
  }

  markerOf(key: string): HoldMarker | undefined {
    return this.#markers.get(key);
  }

  /**
   * Whether the event of this key, by its place in the group's topic, is to follow the dead letter. So is the dead
   * letter itself when it comes again: its later events may have followed already.
   */
  isHeld(key: string, offset: number, topicId?: string): boolean {
    const marker = this.#markers.get(key);
    return marker !== undefined && isHeldFrom(marker, { offset, topicId }, this.#topicId);
  }

  /** The marker to write before the event becomes a dead letter; undefined when the key is held from there already. */
  markerFor(key: string, event: FirstHeld, epoch: number): HoldMarker | undefined {
    const { offset, topicId } = event;
    if (this.isHeld(key, offset, topicId)) return undefined;
    const earlier = this.#markers.get(key);
    const first = earlier === undefined ? event : earlier.first;
    return { offset, topicId, epoch, ...(first === undefined ? {} : { first }) };
  }

  /**
   * The marker is in the log.
   *
   * @param writtenAt its offset there: what is read of the key below it is older
   */
  hold(key: string, marker: HoldMarker, writtenAt?: number): void {
    this.#markers.set(key, marker);
    this.#written(key, writtenAt);
  }

  /** A record without a value is in the log, at `writtenAt`: the key is free. */
  release(key: string, writtenAt?: number): void {
    this.#markers.delete(key);
    this.#written(key, writtenAt);
  }

  #readStale(offset: number, key: string, epoch: number, marker: Omit<HoldMarker, 'epoch'> | undefined): void {
    const isFree = !this.#markers.has(key);
    // Who does not believe that a free key is freed finds it free.
    if (marker === undefined && isFree) return;
    this.#disowned.set(key, offset);
    // Others may have followed before its dead letter is there, if it ever is: that does not say where the hold began.
    if (this.#isFenced || !isFree) return;
    const { offset: from, topicId } = marker!;
    this.#markers.set(key, { offset: from, topicId, epoch });
  }

  #written(key: string, writtenAt: number | undefined): void {
    if (writtenAt === undefined) return;
    if (writtenAt > this.#readTo) this.#writtenAt.set(key, writtenAt);
    // The ack of what lies below the zombie's record may come after that was read.
    if (writtenAt > (this.#disowned.get(key) ?? -1)) this.#disowned.delete(key);
  }
}
