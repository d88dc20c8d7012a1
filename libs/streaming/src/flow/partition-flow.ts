import { SpillwayError } from '@spillway/events';
import type { RouteDecision } from '../retry/order/retry-router.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import { isStopped } from '../assignment/is-stopped.js';
import { givenBack, type AttemptResult } from './item/attempt-result.js';
import { FlowIntake } from './intake/flow-intake.js';
import type { FlowItem } from './item/flow-item.js';
import type { FlowParts } from './flow-parts.js';
import type { FlowStream } from './intake/flow-stream.js';
import type { GateWait } from './gate/gate.js';
import { forgedEpochError } from './order/forged-epoch-error.js';
import { holdKeyOf } from './end/hold-marker-record.js';
import { ItemCalls } from './attempt/item-calls.js';
import { ItemEnds } from './end/item-ends.js';
import { ItemLanes } from './order/item-lanes.js';
import { ItemResults } from './end/item-results.js';
import { ItemRoutes } from './order/item-routes.js';
import { flowStatus, type FlowStatus } from './flow-status.js';
import { HeldKeyReleases } from './order/held-key-releases.js';
import { Suspension } from './gate/suspension.js';
import { TakeOver } from './order/take-over.js';
import { TierClocks } from './intake/tier-clocks.js';
import { holdingTier, redriveStream } from './plan/topic-plan.js';
import { WaitTimer } from '../concurrency/wait-timer.js';

/** After so many records others get their turn. */
const recordsPerTurn = 500;
const takeOverBackOffMs = 500;

/**
 * The way of the records of one partition of a topic and the same partition of its tiers: taken in log order, one after
 * the other within a key, given to handlers side by side, and to their end by `ItemEnds`. An offset is done when its
 * record is handled or safely parked.
 */
export class PartitionFlow {
  readonly topic: string;
  readonly partition: number;
  /** All partitions whose records it takes. */
  readonly reads: readonly AssignedPartition[];
  /** Those that dead letters hold. */
  readonly keys: HeldKeyReleases;
  readonly #life = new AbortController();
  readonly #lanes: ItemLanes;
  readonly #timer: WaitTimer;
  readonly #takeOver: TakeOver | undefined;
  readonly #ends: ItemEnds;
  readonly #calls: ItemCalls;
  readonly #results: ItemResults;
  readonly #clocks: TierClocks;
  readonly #intake: FlowIntake;
  readonly #routes: ItemRoutes;
  /** Whose lane is theirs and whose turn has come. */
  #released: FlowItem[] = [];
  readonly #suspension: Suspension;
  /** An operator's wish: what runs may finish, nothing more is begun. */
  #isPaused = false;
  #phase: 'rebuilding' | 'running' | 'stopping' | 'over' = 'rebuilding';
  #isPumping = false;
  #isTurnScheduled = false;
  #isCommitting = false;

  constructor(
    private readonly parts: FlowParts,
    readonly streams: readonly FlowStream[],
    holds: AssignedPartition | undefined,
  ) {
    const { groupId, plan, topicId, control, clock } = parts;
    this.#routes = new ItemRoutes({ ordering: plan.ordering, ...(topicId === undefined ? {} : { topicId }) });
    this.topic = plan.topic;
    this.partition = streams[0]!.assigned.partition;
    this.reads = [...streams.map(({ assigned }) => assigned), ...(holds === undefined ? [] : [holds])];
    this.#timer = new WaitTimer(clock, () => this.reconsider());
    this.#suspension = new Suspension(
      () => clock.nowMs(),
      (durationMs) => (parts.counters.suspendedMs += durationMs),
    );
    const hasCopies = streams.length > 1 || holds !== undefined;
    const hasInbox = parts.marks !== undefined;
    if (hasCopies) this.#takeOver = new TakeOver({ groupId, plan, topicId, streams, holds, control, hasInbox });
    this.#ends = new ItemEnds(parts, this.#takeOver, this.#life.signal, {
      occupy: (item) => this.#lanes.occupy(item),
      isWaitedFor: (item) => this.#lanes.isWaitedFor(item),
      routeOf: (item) => this.#routes.of(item),
      finish: (item) => this.#finish(item),
      again: (item) => this.#again(item),
      stall: (item, wait) => this.#stall(item, wait),
      hasAmpleRoom: () => this.#intake.hasAmpleRoom,
      yield: (item) => this.#lanes.yieldToClaim(item),
      trouble: (writer, reason) => this.#inTrouble(writer, reason),
    });
    this.#calls = new ItemCalls(parts, this.#life.signal, {
      occupy: (item) => this.#lanes.occupy(item),
      unhandled: (item, read) => this.#results.unhandled(item, read),
      companions: (first, room) => this.#companions(first, room),
      stall: (item, wait) => this.#stall(item, wait),
      settled: (items, results, isLater) => this.#settled(items, results, isLater),
      isStopping: () => this.#phase !== 'running',
    });
    this.#clocks = new TierClocks(parts, this.#life.signal, {
      known: () => this.reconsider(),
      trouble: (writer, reason) => this.#inTrouble(writer, reason),
    });
    this.#intake = new FlowIntake(parts, streams, this.#clocks, (atMs) => this.#timer.setFor(atMs));
    this.#lanes = new ItemLanes(this.#routes, this.#intake.waits, {
      turn: (item) => this.#released.push(item),
      free: () => this.keys.restoreIdle(),
    });
    this.#results = new ItemResults(parts, this.#ends, this.#lanes, (item, wait) => this.#stall(item, wait));
    const place = { partition: this.partition, signal: this.#life.signal };
    this.keys = new HeldKeyReleases(parts, this.#takeOver, place, {
      isRebuilding: () => this.isRebuilding,
      isOccupied: (scope) => this.#lanes.isOccupied(scope),
      occupy: (scope) => this.#lanes.occupyScope(scope),
      claim: (scope, claimed) => this.#lanes.claimScope(scope, claimed),
      free: (scope) => this.#free(scope),
      trouble: (writer, reason) => this.#inTrouble(writer, reason),
    });
  }

  /** Why nothing of the partition gets on. */
  get waitingFor(): string | undefined {
    return this.#suspension.reason;
  }

  /**
   * Whether something explains that one of its partitions does not get on. While it takes over: how far it has read. Of
   * tiers nothing is expected before its time.
   */
  explains(assigned: AssignedPartition): boolean | string {
    if (this.waitingFor !== undefined || this.reads.some(isStopped)) return true;
    if (this.isRebuilding) return this.reads.map(({ fetchPosition }) => fetchPosition).join('/');
    return assigned !== this.streams[0]!.assigned || !this.#isIdle;
  }

  /** Nothing is on its way, and nothing it waits for would explain that no more is taken. */
  get #isIdle(): boolean {
    const isWaiting = this.#isPaused || this.parts.ledger.isFull || this.#ends.isResting;
    return !this.isBusy && !isWaiting && this.#intake.waits.isEmpty;
  }

  get isRebuilding(): boolean {
    return this.#phase === 'rebuilding';
  }

  /** Records given to handlers or being parked. */
  get isBusy(): boolean {
    return this.#calls.isBusy || this.#ends.isBusy || this.keys.isBusy;
  }

  /** Whether the partitions are still those of this flow. */
  get isHeld(): boolean {
    return this.streams.every(({ assigned }) => this.parts.control.holds(assigned));
  }

  begin(): void {
    if (this.#takeOver === undefined) {
      this.#phase = 'running';
      if (this.#isPaused) this.#intake.fetch(false);
      return;
    }
    this.parts.control.pause(this.streams[0]!.assigned);
    this.wake();
  }

  /** Something was queued. */
  wake(): void {
    if (this.#phase === 'rebuilding') this.#continueTakeOver();
    else {
      this.#takeOver?.readHoldsOn();
      this.keys.restoreIdle();
      this.#pump();
    }
  }

  /** What made it wait may be over. */
  reconsider(): void {
    const items = this.#suspension.takeStalled();
    this.#released.unshift(...items);
    this.#pump();
    if (items.length > 0) this.parts.onWaiting();
  }

  status(): FlowStatus {
    const { topic, partition, waitingFor, isPaused } = this;
    const phase = this.isRebuilding ? 'rebuilding' : this.#phase === 'running' ? 'running' : 'draining';
    return flowStatus({ topic, partition, heldKeys: this.keys.heldCount }, { phase, isPaused, waitingFor });
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** What was taken stays where it is and goes on after; the take-over is not held up. */
  pause(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (this.#phase === 'running') this.#intake.fetch(!isPaused);
    this.#pump();
  }

  /** Begins nothing any more. */
  stopTaking(): void {
    if (this.#phase !== 'over') this.#phase = 'stopping';
    this.#timer.stop();
  }

  /** The partition is not ours any more, or the time to finish is over. */
  end(): void {
    this.#phase = 'over';
    this.#timer.stop();
    this.#life.abort();
    this.#suspension.end();
    this.#giveBack(this.#calls.giveBack());
  }

  /** Who was to find something out did not. */
  #giveBack(items: readonly FlowItem[]): void {
    for (const item of items) this.parts.gate.report(item, givenBack);
  }

  #continueTakeOver(): void {
    if (!this.#takeOver!.read() || this.#isCommitting) return;
    this.#isCommitting = true;
    void this.#commitTakeOver();
  }

  async #commitTakeOver(): Promise<void> {
    const { clock, control } = this.parts;
    while (this.#phase === 'rebuilding' && !(await this.#takeOver!.commit())) {
      await clock.sleep(takeOverBackOffMs, this.#life.signal);
    }
    // A zombie's markers are written over before anybody relies on what is known.
    for (const key of this.#takeOver!.heldKeys?.disowned ?? []) await this.keys.restore(key);
    this.#takeOver!.pruneHolds();
    this.#leaveTrace();
    if (this.#phase !== 'rebuilding') return;
    this.#phase = 'running';
    this.parts.onWaiting();
    if (this.#isPaused) this.#intake.fetch(false);
    else control.resume(this.streams[0]!.assigned);
    this.wake();
  }

  /** Whoever finds a record in a topic of the group knows, also without commits, that it was here. */
  #leaveTrace(): void {
    const index = this.parts.beganAtEnd ? redriveStream(this.parts.plan) : undefined;
    const stream = index === undefined ? undefined : this.streams[index];
    // What is asked there stays.
    if (stream?.assigned.endOffset === 0) this.#clocks.leave(stream);
  }

  /** Takes and begins what there is, for as long as there is room. */
  #pump(): void {
    if (this.#isPumping || this.#phase !== 'running') return;
    this.#isPumping = true;
    let left = recordsPerTurn;
    try {
      if (!this.#isPaused) {
        this.#intake.beginTurn();
        do {
          while (left > 0 && this.#phase === 'running' && this.#beginOne()) left--;
          // A batch that ended at once has freed keys and room.
        } while (this.#calls.startBatch() && left > 0);
      }
    } finally {
      this.#isPumping = false;
    }
    if (left === 0) this.#scheduleTurn();
    for (const stream of this.streams) {
      if (stream.finished > 0) this.parts.onFinished(stream.assigned.topic, stream.finished);
      stream.finished = 0;
      this.parts.control.drained(stream.assigned);
    }
  }

  #scheduleTurn(): void {
    if (this.#isTurnScheduled) return;
    this.#isTurnScheduled = true;
    setImmediate(() => {
      this.#isTurnScheduled = false;
      this.#pump();
    });
  }

  #beginOne(): boolean {
    if (this.#suspension.wait !== undefined || this.#calls.running >= this.parts.plan.concurrency) return false;
    const released = this.#released.shift();
    if (released !== undefined) {
      this.#decide(released);
      return true;
    }
    const isFull = this.#calls.readyCount >= this.parts.control.limits.maxRoundRecords;
    const item = isFull || this.#suspension.trouble !== undefined ? undefined : this.#intake.next();
    if (item === undefined) return false;
    const { index } = item.stream;
    if (index > 0) this.#takeOver!.router.seen(index, item.record.offset, this.#routes.of(item));
    if (!this.#lanes.waitsBehind(item)) this.#decide(item);
    return true;
  }

  /** The turn of the record has come within its key. */
  #decide(item: FlowItem): void {
    if (item.lastFailure !== undefined) return this.#ends.bury(item, item.lastFailure.error);
    const takeOver = this.#takeOver;
    if (takeOver !== undefined) {
      const { router, heldKeys } = takeOver;
      const mayConcern = item.stream.index > 0 || !router.isIdle;
      if (mayConcern && !(router.isCaughtUp && this.#routes.isFree(item, router.pendingScopes))) {
        const decision = router.decide(item.stream.index, item.record.offset, this.#routes.of(item));
        if (decision !== 'handle') return this.#reroute(item, decision);
      }
      const key = heldKeys === undefined || heldKeys.size === 0 ? undefined : holdKeyOf(item.record);
      if (key !== undefined && heldKeys!.isHeld(key, item.originOffset, item.originTopicId))
        return this.#ends.follow(item);
    }
    if (item.poison !== undefined) this.#ends.giveUp(item, item.poison, { isClassified: true });
    else this.#calls.begin(item);
  }

  /** What comes next of its lane and may be given to its handler together with it; its lane is theirs until all have ended. */
  #companions(first: FlowItem, room: number): readonly FlowItem[] {
    // One that failed before goes alone: what stands behind it would be handed out with each of its tries.
    if (first.failures > 1) return [];
    return this.#lanes.takeAlong(first, room, (item) => this.#isPlain(item) && this.#calls.joins(item, first));
  }

  /** Nothing but its turn keeps it from its handler. */
  #isPlain({ stream, poison, record, originOffset, originTopicId }: FlowItem): boolean {
    const { router, heldKeys } = this.#takeOver ?? {};
    if (stream.index > 0 || poison !== undefined || router?.isIdle === false) return false;
    const key = heldKeys === undefined ? undefined : holdKeyOf(record);
    return key === undefined || !heldKeys!.isHeld(key, originOffset, originTopicId);
  }

  #reroute(item: FlowItem, decision: Exclude<RouteDecision, 'handle'>): void {
    if (decision === 'zombie') {
      this.end();
      return this.parts.control.rejoin(new SpillwayError('SPW-5033', 'Another member has taken this partition over'));
    }
    if (decision === 'forged') this.#ends.giveUp(item, forgedEpochError(), { isClassified: true });
    else if (typeof decision === 'object') this.#hold(item, decision.holdIn);
    else if (decision === 'follow') this.#ends.follow(item);
    else this.#ends.skip(item, decision);
  }

  #hold(item: FlowItem, behind: number): void {
    const tier = holdingTier(this.parts.plan, item.stream.index, behind);
    if (tier === undefined) this.#lanes.putAside(item, behind);
    else this.#ends.hold(item, tier);
  }

  #settled(items: readonly FlowItem[], results: readonly AttemptResult[], isLater: boolean): void {
    if (this.#phase === 'over') return this.#giveBack(items);
    this.#results.settle(items, results);
    if (!isLater) return;
    if (this.#phase === 'stopping') this.parts.onWaiting();
    this.#pump();
  }

  #stall(item: FlowItem, wait: GateWait): void {
    this.#lanes.occupy(item);
    item.detach();
    this.#suspension.stall(item, wait);
    this.#timer.setFor(this.#suspension.wait!.waitUntilMs);
    this.parts.onWaiting();
  }

  /** Later, from the top of its lane. */
  #again(item: FlowItem): void {
    this.#released.push(item);
    this.#pump();
  }

  #inTrouble(writer: object, reason: string | undefined): void {
    if (this.#phase === 'over') return;
    const { waitingFor } = this;
    this.#suspension.inTrouble(writer, reason);
    if (this.waitingFor !== waitingFor) this.parts.onWaiting();
    if (this.#suspension.trouble === undefined) this.#pump();
  }

  /** The record is done. */
  #finish(item: FlowItem): void {
    if (this.#phase === 'over') return;
    const { offset } = item.record;
    item.stream.assigned.markDone(offset, offset);
    item.stream.finished++;
    this.#intake.done(item, this.#routes);
    this.#lanes.leave(item);
    if (this.#phase === 'stopping') this.parts.onWaiting();
    if (!this.#isPumping) this.#scheduleTurn();
  }

  #free(scope: string): void {
    this.#lanes.freeScope(scope);
    if (this.#phase === 'stopping') this.parts.onWaiting();
    this.#pump();
  }
}
