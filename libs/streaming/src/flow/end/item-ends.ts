import { isSpillwayError, SpillwayError } from '@spillway/events';
import { failpoint } from '../../failpoints/failpoint.js';
import type { DeliveryNote } from '../../ports/delivery-ledger.js';
import type { OutgoingRecord, RecordPosition } from '../../ports/record.js';
import type { CopyFailure } from '../../retry/copies/copy-failure.js';
import { retryCopy } from '../../retry/copies/retry-copy.js';
import type { HoldMarker } from '../../retry/order/held-keys.js';
import type { RoutedRecord } from '../../retry/order/retry-router.js';
import { partitionScope } from '../../retry/order/routed-record.js';
import { firstState, type RetryState } from '../../retry/copies/retry-state.js';
import { backOffMs } from '../../concurrency/back-off.js';
import { describeError } from '../../errors/describe-error.js';
import { errorLabel } from '../../errors/error-label.js';
import { LogSampler } from '../../telemetry/log-sampler.js';
import type { Completed } from '../item/attempt-result.js';
import { DeliveryNotes } from './delivery-notes.js';
import type { FlowItem } from '../item/flow-item.js';
import type { FlowParts } from '../flow-parts.js';
import type { GateWait } from '../gate/gate.js';
import { holdKeyOf, holdMarkerRecord } from './hold-marker-record.js';
import { itemFailure } from '../item/item-failure.js';
import { outOfTime } from '../item/out-of-time.js';
import { Rests } from './rests.js';
import type { TakeOver } from '../order/take-over.js';
import { nextTier, retriesInPlace, waitsInPlaceMs } from '../plan/topic-plan.js';

/** What the ends of items may ask of their flow. */
export interface FlowHooks {
  /** The item needs time: what must not overtake it waits. */
  occupy(item: FlowItem): void;
  /** Others of its key wait for it to end. */
  isWaitedFor(item: FlowItem): boolean;
  /** As the router counts it. */
  routeOf(item: FlowItem): RoutedRecord;
  /** The record is done. */
  finish(item: FlowItem): void;
  /** The item is to be looked at anew. */
  again(item: FlowItem): void;
  stall(item: FlowItem, wait: GateWait): void;
  /** Whether one that waits in place for long keeps nobody from going on. */
  hasAmpleRoom(): boolean;
  /** Lets a release that waits for the lane of the item go first; the item has its turn again after. Answers whether there is one. */
  yield(item: FlowItem): boolean;
  /** Something cannot be written for the item; undefined when it is. */
  trouble(item: FlowItem, reason: string | undefined): void;
}

/** A copy on its way to a tier. */
interface ParkedCopy {
  readonly tier: number;
  /** Undefined for one that is held. */
  readonly failure: CopyFailure | undefined;
  /** Others wait for it. */
  readonly isUrgent: boolean;
  readonly note: DeliveryNote | undefined;
}

const persistBackOff = { initialMs: 250, maxMs: 15_000 };
/** Of a copy that waits for its time anyway: at most so much longer, and at most a tenth. */
const longestLingerMs = 100;
/** Shorter than the patience of who releases a key. */
const fullHoldsPauseMs = 1_000;
/** Behind the last tier who waits in place takes room of its partition: so often it is looked whether others need it. */
const restTurnMs = 10_000;

/** How records come to their end: done, passed on to a tier, or given up. Whatever it is, it is safely noted first. */
export class ItemEnds {
  #running = 0;
  /** Between two tries in place. */
  readonly #rests: Rests;
  readonly #letterLog = new LogSampler();
  readonly #notes: DeliveryNotes;

  constructor(
    private readonly parts: FlowParts,
    private readonly takeOver: TakeOver | undefined,
    private readonly signal: AbortSignal,
    private readonly flow: FlowHooks,
  ) {
    this.#rests = new Rests(parts.clock, signal);
    this.#notes = new DeliveryNotes(parts);
  }

  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** Of a topic without tiers: behind the last tier a rest keeps nobody from going on. */
  get isResting(): boolean {
    return this.#rests.count > 0 && retriesInPlace(this.parts.plan);
  }

  complete(item: FlowItem, { isMarked }: Completed): void {
    if (item.stream.index === 0 && item.calls <= 1) this.#notes.completed(item);
    else this.#notes.note(item, 'completed');
    const { marks } = this.parts;
    if (isMarked || marks === undefined) this.#done(item);
    else this.#run(item, () => this.#persist(item, () => marks.completed(item)));
  }

  /** A copy that is done elsewhere: `skip-stale` was a zombie's, `skip-parked` lies further on. */
  skip(item: FlowItem, why: 'skip-stale' | 'skip-parked'): void {
    this.#notes.note(item, 'skipped');
    const { marks } = this.parts;
    const wasCounted = why === 'skip-parked';
    if (marks === undefined) this.#done(item, wasCounted);
    else this.#run(item, () => this.#persist(item, () => marks.passed(item)), wasCounted);
  }

  /** An attempt failed. */
  retry(item: FlowItem, error: unknown, afterMs: number | undefined): void {
    const { plan } = this.parts;
    const tier = nextTier(plan, item.stream.index, afterMs);
    if (tier !== undefined) {
      const failure = itemFailure(item, error, this.parts);
      this.#run(item, () => this.#park(item, tier, failure));
      return;
    }
    const delaysMs = waitsInPlaceMs(plan);
    const isInPlace = retriesInPlace(plan);
    // Behind the last tier are those that came there held: they have as many tries as any other, holding up their key alone.
    const delayMs = delaysMs[(isInPlace ? item.calls : item.failures) - 1];
    if (delayMs === undefined) return this.giveUp(item, error, { isClassified: false });
    this.#notes.note(item, 'retried', { error });
    this.parts.counters.retried++;
    item.ranOutOfTime = isSpillwayError(error, outOfTime);
    const restMs = Math.max(delayMs, Math.min(afterMs ?? 0, delaysMs.at(-1)!));
    this.flow.occupy(item);
    void this.#again(item, isInPlace ? this.#rests.rest(restMs) : this.#restWithRoom(restMs));
  }

  /** Behind the last record of its key in the nearest tier that holds the key. */
  hold(item: FlowItem, tier: number): void {
    this.#run(item, () => this.#park(item, tier, undefined));
  }

  /** No further attempt. */
  giveUp(item: FlowItem, error: unknown, { isClassified }: { readonly isClassified: boolean }): void {
    if (this.parts.gate.mayDeadLetter(item, isClassified)) return this.bury(item, error);
    // It is the handler that is taken for broken, and to be asked again once it may be well.
    item.takeBackCall();
    this.flow.again(item);
  }

  /** A dead letter as soon as its key may be held: nobody is asked for it any more, however long that takes. */
  bury(item: FlowItem, error: unknown): void {
    if (this.#isKeptOut(item)) {
      item.lastFailure = { error };
      if (this.flow.yield(item)) return;
      const waitUntilMs = this.parts.clock.nowMs() + fullHoldsPauseMs;
      return this.flow.stall(item, { waitUntilMs, reason: 'too many keys are held by dead letters' });
    }
    this.#run(item, async () => (await this.#markHeld(item)) && this.#deadLetter(item, error));
  }

  /** An earlier event of its key was given up, and the group wants this one to follow; its key is held from there on. */
  follow(item: FlowItem): void {
    const error = new SpillwayError('SPW-5034', 'An earlier event of its key is a dead letter');
    this.bury(item, error);
  }

  suspended(item: FlowItem, dependency: string, error: unknown): void {
    this.#notes.note(item, 'suspended', { error, dependency });
  }

  /** Does work that needs time; the record is done when it answers true. */
  #run(item: FlowItem, work: () => Promise<boolean>, wasCounted = true): void {
    this.flow.occupy(item);
    this.#running++;
    void work().then((isDone) => this.#ended(item, isDone, wasCounted));
  }

  #ended(item: FlowItem, isDone: boolean, wasCounted: boolean): void {
    this.#running--;
    if (isDone && !this.signal.aborted) this.#done(item, wasCounted);
  }

  async #restWithRoom(delayMs: number): Promise<void> {
    let leftMs = delayMs;
    do {
      await this.#rests.rest(Math.min(leftMs, restTurnMs));
      leftMs -= restTurnMs;
    } while (leftMs > 0 && !this.signal.aborted && this.flow.hasAmpleRoom());
  }

  async #again(item: FlowItem, rested: Promise<void>): Promise<void> {
    item.detach();
    await rested;
    if (!this.signal.aborted) this.flow.again(item);
  }

  #done(item: FlowItem, wasCounted = true): void {
    const { stream, record } = item;
    if (wasCounted && stream.index > 0) {
      this.takeOver!.router.finished(stream.index, record.offset, this.flow.routeOf(item));
    }
    this.flow.finish(item);
  }

  /**
   * Writes a copy to the tier. While it waits for its answer a few small objects are all that is kept for it: where many
   * fail, to move thousands of waiting copies keeps the collector busier than anything else.
   *
   * @param failure undefined for a copy that is held
   */
  #park(item: FlowItem, tier: number, failure: CopyFailure | undefined): Promise<boolean> {
    const toTier = this.parts.plan.tiers[tier - 1]!.label;
    const note = this.#notes.of(item, failure === undefined ? 'held' : 'retried', { failure, toTier });
    // Of a busy key one after the other is held: each waits for the copy before it.
    const isUrgent = failure === undefined && this.flow.isWaitedFor(item);
    const parked: ParkedCopy = { tier, failure, isUrgent, note };
    // The event would be kept as long as the copy waits for its answer.
    item.delivery = undefined;
    const held = failpoint('before-retry-publish');
    return held === undefined ? this.#append(item, parked) : held.then(() => this.#append(item, parked));
  }

  #append(item: FlowItem, parked: ParkedCopy): Promise<boolean> {
    return this.parts.parking
      .append(
        () => this.#tierCopy(item, parked),
        this.signal,
        (reason) => this.flow.trouble(item, reason),
      )
      .then((position) => this.#appended(item, parked, position));
  }

  /** Anew for each try: what it is made of is garbage as soon as the sink has its bytes. */
  #tierCopy(item: FlowItem, { tier, failure, isUrgent }: ParkedCopy): OutgoingRecord {
    const { plan, appVersion } = this.parts;
    const { topic: toTopic, delayMs } = plan.tiers[tier - 1]!;
    const isHeld = failure === undefined;
    const attempt = isHeld ? (item.copy?.attempt ?? 0) : item.failures;
    const state = { ...this.#stateOf(item), attempt, held: isHeld, epoch: this.takeOver!.router.epoch };
    const lingerMs = isUrgent ? undefined : Math.min(longestLingerMs, delayMs / 10);
    return retryCopy(item.record, { toTopic, state, failure, appVersion, lingerMs });
  }

  #appended(item: FlowItem, parked: ParkedCopy, position: RecordPosition | undefined): boolean | Promise<boolean> {
    if (position === undefined || this.signal.aborted) return false;
    const held = failpoint('after-retry-publish');
    return held === undefined
      ? this.#parked(item, parked, position)
      : held.then(() => this.#parked(item, parked, position));
  }

  #parked(item: FlowItem, { tier, failure, note }: ParkedCopy, { offset }: RecordPosition): boolean | Promise<boolean> {
    const { plan, counters, metrics, groupId, marks } = this.parts;
    const { router } = this.takeOver!;
    router.parked(tier, Number(offset), { ...this.flow.routeOf(item), epoch: router.epoch });
    if (failure === undefined) counters.held++;
    else {
      counters.retried++;
      const toTier = plan.tiers[tier - 1]!.label;
      metrics.increment('spillway_retry_scheduled_total', 1, { group: groupId, topic: plan.topic, tier: toTier });
    }
    this.#notes.tell(note);
    return marks === undefined || this.#persist(item, () => marks.passed(item));
  }

  /**
   * Its key would be one more where no more may be held. In partition order not while letters wait that were sent back: they
   * would wait behind it, and no key could be released before their end.
   */
  #isKeptOut(item: FlowItem): boolean {
    const { heldKeys, router } = this.takeOver ?? {};
    const key = holdKeyOf(item.record);
    if (key === undefined || heldKeys?.isFull !== true || heldKeys.markerOf(key) !== undefined) return false;
    return this.parts.plan.ordering !== 'partition' || !router!.isPending(partitionScope);
  }

  /** What must lie in the topic of holds before the item is a dead letter; undefined when nothing must. */
  #markerFor(item: FlowItem): HoldMarker | undefined {
    const { heldKeys, router } = this.takeOver ?? {};
    const key = holdKeyOf(item.record);
    if (heldKeys === undefined || key === undefined) return undefined;
    const { origin, redriveCount = 0 } = this.#stateOf(item);
    const { offset, topicId } = origin;
    return heldKeys.markerFor(key, { offset, topicId, redriveCount }, router!.epoch);
  }

  /** With `hold`, everybody must know that the key is held before its event is a dead letter. */
  async #markHeld(item: FlowItem): Promise<boolean> {
    this.flow.occupy(item);
    const marker = this.#markerFor(item);
    if (marker === undefined) return true;
    const { parking, plan } = this.parts;
    const record = holdMarkerRecord(plan.holds!, item.record, marker, marker.epoch);
    await failpoint('before-hold-marker');
    const position = await parking.append(
      () => record,
      this.signal,
      (reason) => this.flow.trouble(item, reason),
    );
    if (position === undefined) return false;
    await failpoint('after-hold-marker');
    this.takeOver!.heldKeys!.hold(holdKeyOf(item.record)!, marker, Number(position.offset));
    return true;
  }

  async #deadLetter(item: FlowItem, error: unknown): Promise<boolean> {
    const { plan, parking, appVersion, compat, marks, counters } = this.parts;
    const failure = itemFailure(item, error, this.parts);
    const state = { ...this.#stateOf(item), attempt: item.failures, held: false };
    await failpoint('before-dlq-publish');
    const position = await parking.append(
      () => retryCopy(item.record, { toTopic: plan.deadLetters, state, failure, appVersion, compat }),
      this.signal,
      (reason) => this.flow.trouble(item, reason),
    );
    if (position === undefined || this.signal.aborted) return false;
    await failpoint('after-dlq-publish');
    counters.deadLettered++;
    this.#reportDeadLetter(item, failure);
    this.#notes.note(item, 'dead-lettered', { failure });
    return marks === undefined || this.#persist(item, () => marks.deadLettered(item));
  }

  /** As often as it takes: the database holds the truth of what is done. */
  async #persist(item: FlowItem, write: () => Promise<void>): Promise<boolean> {
    const { clock, logger, groupId } = this.parts;
    for (let attempt = 1; !this.signal.aborted; attempt++) {
      try {
        await write();
        if (attempt > 1) this.flow.trouble(item, undefined);
        return true;
      } catch (error) {
        const retryInMs = backOffMs(attempt, persistBackOff);
        const reason = describeError(error);
        logger.warn({ groupId, error: reason, retryInMs }, 'What is done cannot be noted; its partition waits');
        this.flow.trouble(item, `the state cannot be written: ${reason}`);
        await clock.sleep(retryInMs, this.signal);
      }
    }
    return false;
  }

  #stateOf({ record, copy }: FlowItem): RetryState {
    const { groupId, topicId } = this.parts;
    // A record of a tier whose headers are not believed first lay where it lies, as far as anybody knows.
    return copy ?? firstState(record, { group: groupId, topicId });
  }

  #reportDeadLetter({ record }: FlowItem, { code, errorClass, message, fingerprint }: CopyFailure): void {
    const { groupId, logger, metrics, plan, clock } = this.parts;
    const { topic, partition, offset } = record;
    metrics.increment('spillway_dlq_records_total', 1, {
      group: groupId,
      topic: plan.topic,
      error_class: errorLabel(code),
    });
    const line = this.#letterLog.take(`${code} ${fingerprint}`, clock.nowMs());
    if (line === undefined) return;
    const about = { groupId, topic, partition, offset, code, error: message, errorClass, leftOut: line.leftOut };
    logger.warn(about, 'A delivery became a dead letter');
  }
}
