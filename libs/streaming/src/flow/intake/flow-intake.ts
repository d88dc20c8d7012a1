import type { LogRecord } from '../../ports/record.js';
import { DrainWaits } from './drain-waits.js';
import { FlowItem } from '../item/flow-item.js';
import type { FlowParts } from '../flow-parts.js';
import type { ItemRoutes } from '../order/item-routes.js';
import type { FlowStream } from './flow-stream.js';
import { readCopy } from './read-copy.js';
import type { TierClocks } from './tier-clocks.js';
import { TierRests } from './tier-rests.js';

/** Records taken and not done yet: those that wait behind their key let others pass. */
const maxOpenRecords = 1_000;
/** More runs of done offsets than this might not fit into a commit. */
const maxRuns = 400;

/** Takes records of a partition and of its tiers while there is room: in log order, those of tiers when they are due. */
export class FlowIntake {
  #openRecords = 0;
  #openBytes = 0;
  #turn = 0;
  /** Something of the tiers may be due. */
  #areTiersAsked = true;
  /** Nothing is taken that lies beyond the last run of done offsets. */
  #takesBetween = false;
  readonly #rests: TierRests;
  /** Taken, and put back until a tier that is only read has nothing of their key any more. */
  readonly waits = new DrainWaits();

  /** @param onDueAt told when a record that waits will be due, ms by the local clock */
  constructor(
    private readonly parts: FlowParts,
    private readonly streams: readonly FlowStream[],
    private readonly clocks: Pick<TierClocks, 'nowMs'>,
    private readonly onDueAt: (atMs: number) => void,
  ) {
    this.#rests = new TierRests(parts.control);
  }

  /** Whether more is to be fetched, whatever room there is. */
  fetch(isWanted: boolean): void {
    const { control } = this.parts;
    this.#rests.clear();
    for (const { assigned } of this.streams) {
      if (isWanted) control.resume(assigned);
      else control.pause(assigned);
    }
  }

  /** Half of all that may be taken is free. */
  get hasAmpleRoom(): boolean {
    if (2 * this.#openRecords > maxOpenRecords || 2 * this.#openBytes > this.parts.maxOpenBytes) return false;
    return this.streams.every(({ assigned }) => 2 * assigned.runCount <= maxRuns && assigned.fitsMetadata);
  }

  private get hasRoom(): boolean {
    if (this.#openRecords >= maxOpenRecords || this.#openBytes >= this.parts.maxOpenBytes) return false;
    return !this.parts.ledger.isFull;
  }

  /** Some stream has as many runs of done offsets as may be: only what lies between them is taken, and brings them together. */
  get #isCrowded(): boolean {
    for (const { assigned } of this.streams) if (assigned.runCount >= maxRuns || !assigned.fitsMetadata) return true;
    return false;
  }

  /**
   * Once tiers had nothing to give, they are asked again in the next turn: a look at their heads costs what a record
   * does. Whether they are fetched is looked at even while there is room for nothing.
   */
  beginTurn(): void {
    this.#areTiersAsked = true;
    for (let index = 1; index < this.streams.length; index++) this.#heedRest(this.streams[index]!);
  }

  /** The next record; tiers and topic take turns in who is asked first, so that neither waits for the other. */
  #take(): FlowItem | undefined {
    const { streams } = this;
    if (streams.length === 1 || !this.#areTiersAsked) return this.#takeFrom(streams[0]!);
    this.#turn ^= 1;
    const first = this.#turn === 1 ? this.#takeFrom(streams[0]!) : undefined;
    if (first !== undefined) return first;
    for (let index = streams.length - 1; index > 0; index--) {
      const item = this.#takeFrom(streams[index]!);
      if (item !== undefined) return item;
    }
    this.#areTiersAsked = false;
    return this.#turn === 0 ? this.#takeFrom(streams[0]!) : undefined;
  }

  /** The next record, if there is one and room for it. */
  next(): FlowItem | undefined {
    const ready = this.waits.next();
    if (ready !== undefined) return ready;
    if (!this.hasRoom) return this.#takeDrained();
    this.#takesBetween = this.#isCrowded;
    return this.#take() ?? (this.#takesBetween ? this.#takeDrained() : undefined);
  }

  /**
   * The next record of a tier that is only read until it is empty, whatever room there is: what took the room may wait for
   * it. Of nearer tiers none, which may wait as well.
   */
  #takeDrained(): FlowItem | undefined {
    const fromTier = this.waits.tier ?? this.streams.length;
    this.#takesBetween = false;
    for (let index = this.streams.length - 1; index >= fromTier; index--) {
      const item =
        this.parts.plan.tiers[index - 1]!.use === 'retries' ? undefined : this.#takeFrom(this.streams[index]!);
      if (item !== undefined) return item;
    }
    return undefined;
  }

  /** A record that was taken is done. */
  done(item: FlowItem, routes: ItemRoutes): void {
    if (item.stream.index > 0 && !this.waits.isEmpty) this.waits.ended(routes.scopeOf(item));
    this.#openRecords--;
    this.#openBytes -= item.sizeBytes;
  }

  #takeFrom(stream: FlowStream): FlowItem | undefined {
    const record = stream.peek();
    if (record === undefined || (stream.index > 0 && !this.#isDue(stream, record))) return undefined;
    if (this.#takesBetween && record.offset > (stream.assigned.runs.at(-1)?.[1] ?? -1)) return undefined;
    stream.advance();
    const { groupId, plan, topicId } = this.parts;
    const expected = { group: groupId, topic: plan.topic, topicId, tier: stream.index };
    const { copy, poison } = readCopy(record, expected);
    const item = new FlowItem(stream, record, copy, poison);
    this.#openRecords++;
    this.#openBytes += item.sizeBytes;
    return item;
  }

  #heedRest(stream: FlowStream): void {
    // From when it was seen first counts.
    const record = stream.peek();
    if (stream.delayMs === 0) return;
    // For an empty one nobody has to know the time.
    const nowMs = record === undefined ? 0 : this.clocks.nowMs(stream);
    const restMs = nowMs === undefined ? undefined : this.#rests.heed(stream, nowMs);
    if (restMs !== undefined) this.onDueAt(this.parts.clock.nowMs() + restMs);
  }

  /** By the clock of the broker that leads the tier's partition; who waits does so by ours. */
  #isDue(stream: FlowStream, record: LogRecord): boolean {
    if (stream.delayMs === 0) return true;
    const nowMs = this.clocks.nowMs(stream);
    if (nowMs === undefined) return false;
    const leftMs = stream.dueMs(record, nowMs) - nowMs;
    if (leftMs <= 0) return true;
    this.onDueAt(this.parts.clock.nowMs() + leftMs);
    return false;
  }
}
