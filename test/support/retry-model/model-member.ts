import type { LogRecord } from '../../../libs/streaming/src/ports/record.js';
import { OffsetTracker } from '../../../libs/streaming/src/offsets/offset-tracker.js';
import {
  decodeCommitMetadata,
  encodeCommitMetadata,
  type CommitMetadata,
} from '../../../libs/streaming/src/offsets/commit-metadata.js';
import type { FencePoint } from '../../../libs/streaming/src/retry/order/epoch-fence.js';
import { retryCopy } from '../../../libs/streaming/src/retry/copies/retry-copy.js';
import type { RetryRouter, RoutedRecord } from '../../../libs/streaming/src/retry/order/retry-router.js';
import { firstState } from '../../../libs/streaming/src/retry/copies/retry-state.js';
import { TakeOverFences } from '../../../libs/streaming/src/retry/order/take-over-fences.js';
import { routedRecord } from '../../../libs/streaming/src/retry/order/routed-record.js';
import { ModelHolds, type HoldHooks } from './model-holds.js';
import { group, type ModelWorld, type Worker } from './model-world.js';
import { ModelQueues } from './model-queues.js';
import { buggyRecord, buggyRouter, type PlantedBug } from './planted-bugs.js';
import { StalePasses } from './stale-passes.js';

interface Item {
  readonly stream: number;
  readonly record: LogRecord;
  readonly routed: RoutedRecord;
  attempt: number;
}

type Step = () => void;

const failure = { errorClass: 'Error', code: '', message: 'not now', failedAtMs: 1_000 };

/** One owner of the partition: takes over step by step, then fetches, decides, handles, parks and commits in any order. */
export class ModelMember {
  isZombie = false;
  isStopped = false;
  isRunning = false;
  hasReadCommits = false;
  readonly #world: ModelWorld;
  readonly #bug: PlantedBug | undefined;
  /** Steps of the take-over, in order; then nothing. */
  readonly #takeOver: Step[];
  /** Next steps of what is under way, in any order. */
  readonly #underWay: Step[] = [];
  readonly #queues = new ModelQueues<Item>();
  /** Events whose copies, of owners before, have come to their end here. */
  readonly #endedCopies = new Set<number>();
  readonly #busy = new Set<string | symbol>();
  #trackers: OffsetTracker[] = [];
  #stale!: StalePasses;
  #stored: readonly CommitMetadata[] = [];
  /** The tiers and the holds, as this owner sees them grow. */
  #logs: { readonly fences: readonly FencePoint[]; endOffset: number }[] = [];
  #fenced!: TakeOverFences;
  #positions: number[] = [];
  #epoch = 0;
  #ends: readonly number[] = [];
  #holdsEnd = 0;
  #router!: RetryRouter;
  #holds!: ModelHolds;

  constructor(world: ModelWorld, bug: PlantedBug | undefined) {
    this.#world = world;
    this.#bug = bug;
    const readHoldsEnd: Step = () => (this.#holdsEnd = world.holdsEnd);
    const reads: Step[] = [() => this.#readCommits(), readHoldsEnd, () => this.#readEnds()];
    if (bug === 'ends read before the commits') reads.reverse();
    this.#takeOver = [...reads, () => this.#rebuild()];
  }

  readonly #hooks: HoldHooks = {
    epoch: () => this.#epoch,
    router: () => this.#router,
    isBusy: (scope) => this.#busy.has(scope),
    occupy: (scope) => void this.#busy.add(scope),
    free: (scope) => void this.#busy.delete(scope),
    store: (stored) => this.#underWay.push(() => this.#store(stored)),
    publish: (append, acked) => this.#publish(append, acked),
  };

  get pendingCount(): number {
    return this.#router.pendingCount;
  }

  get isDrained(): boolean {
    const { logs } = this.#world;
    return this.isRunning && logs.every((log, stream) => this.#trackers[stream]!.watermark === log.length);
  }

  /** Does one thing; false when there is nothing to do now. */
  step(): boolean {
    if (this.isStopped) return false;
    const next = this.#takeOver.shift();
    if (next !== undefined) {
      // Its commit is refused, or not sent at all.
      if (this.isZombie) this.isStopped = true;
      else next();
      return true;
    }
    const { random } = this.#world;
    const fetchable = this.#positions.flatMap((_, stream) => (this.#canFetch(stream) ? [stream] : []));
    const ready = this.#queues.scopes.filter((scope) => !this.#busy.has(scope));
    const chosen = random(fetchable.length + ready.length + this.#underWay.length || 1);
    if (chosen < fetchable.length) this.#fetch(fetchable[chosen]!);
    else if (chosen < fetchable.length + ready.length) this.#decide(ready[chosen - fetchable.length]!);
    else if (this.#underWay.length > 0) this.#underWay.splice(chosen - fetchable.length - ready.length, 1)[0]!();
    else return false;
    return true;
  }

  /** Whether it has read all markers and written anew what a zombie wrote over; if not, it does. */
  tendHolds(): boolean {
    if (!this.isRunning || this.#bug === 'markers forgotten') return false;
    this.#holds.readOn();
    if (this.#bug === 'overwritten markers left') return true;
    this.#holds.restore();
    return this.#holds.keys.disowned.length === 0;
  }

  /** Nothing is left to do, and no owner before but this one has written the newest of the markers. */
  get isKnownByMarkers(): boolean {
    return this.isDrained && this.tendHolds() && this.#holds.keys.highestEpoch === this.#epoch;
  }

  /** As an operator asks. */
  release(key: string): void {
    if (this.isRunning) this.#holds.release(key);
  }

  /** Commits some streams, in any order: requests with several partitions are not all-or-nothing. */
  commit(): void {
    if (!this.isRunning) return;
    const { random } = this.#world;
    const isWhole = random(2) === 0;
    for (let stream = 0; stream < this.#trackers.length; stream++) {
      if (isWhole || random(2) === 0) this.#commitStream(stream);
    }
  }

  #store(stored: (isStored: boolean) => void): void {
    if (this.isZombie) return stored(false);
    for (let stream = 0; stream < this.#trackers.length; stream++) this.#commitStream(stream);
    this.#underWay.push(() => stored(true));
  }

  #readCommits(): void {
    const { commits, run, inbox } = this.#world;
    this.hasReadCommits = true;
    const known = commits.map((commit) => decodeCommitMetadata(commit?.offset ?? 0, commit?.text));
    this.#epoch = 1 + Math.max(...known.map(({ epoch = 0 }) => epoch));
    this.#stored = known;
    const skipped = this.#bug === 'off-by-one resume' ? 1 : 0;
    this.#trackers = known.slice(0, run.tiers + 1).map(({ runs }, stream) => {
      if (run.hasInbox) return new OffsetTracker(inbox[stream]!);
      const offset = commits[stream]?.offset ?? 0;
      return new OffsetTracker({ watermark: offset === 0 ? 0 : offset + skipped, runs });
    });
    this.#stale = new StalePasses(this.#world, this.#trackers);
    this.#positions = this.#trackers.map(({ watermark }) => watermark);
  }

  /** After that of the holds: what was sent back before a key was freed there has to lie below. */
  #readEnds(): void {
    this.#ends = [...this.#world.logs.slice(1).map((log) => log.length), this.#holdsEnd];
  }

  #rebuild(): void {
    const { run, takeOvers } = this.#world;
    const holdsEnd = this.#bug === "a zombie's markers believed" ? this.#world.holdsEnd : this.#ends.at(-1)!;
    this.#logs = this.#ends.map((endOffset, index) => ({ fences: this.#stored[index + 1]!.fences, endOffset }));
    this.#fenced = new TakeOverFences(this.#logs);
    const holdsKnown = { fence: this.#fenced.fences.at(-1), endOffset: holdsEnd, bug: this.#bug };
    this.#holds = new ModelHolds(this.#world, this.#hooks, holdsKnown);
    this.#router = buggyRouter(
      {
        tierCount: run.tiers,
        epoch: this.#epoch,
        ends: this.#fenced.ends,
        fences: this.#fenced.fences,
        isFenced: !run.hasInbox || this.#bug === 'copy of a zombie with an inbox not believed',
        isSourceDone: (offset) => this.#trackers[0]!.isDone(offset) || this.#bug === 'ended copies forgotten',
      },
      this.#bug,
    );
    if (this.#bug !== 'markers do not raise the epoch') this.#router.meet(this.#holds.keys.highestEpoch);
    if (this.#bug !== 'nothing rebuilt') for (let tier = 1; tier <= run.tiers; tier++) this.#rebuildTier(tier);
    this.#epoch = this.#router.epoch;
    const takeOver = { epoch: this.#epoch, ends: this.#ends, isCommitted: false };
    takeOvers.push(takeOver);
    this.#takeOver.push(() => {
      this.#raiseFences();
      this.#commitStream(0);
    });
    this.#logs.forEach((_, index) => this.#takeOver.push(() => this.#commitStream(index + 1)));
    this.#takeOver.push(() => {
      this.isRunning = true;
      takeOver.isCommitted = true;
    });
  }

  /** What it has fetched meanwhile has told it that the logs go on. */
  #raiseFences(): void {
    const { logs, holdsEnd } = this.#world;
    const { ends, fences } = this.#fenced;
    for (const [index, log] of this.#logs.entries()) log.endOffset = logs[index + 1]?.length ?? holdsEnd;
    if (this.#bug !== 'fences where the logs end by then') this.#fenced.raise(this.#epoch);
    else for (const [index, fence] of fences.entries()) fence.add(this.#epoch, this.#logs[index]!.endOffset);
    const known = this.#holds.keys.disowned.length === 0 ? fences : fences.slice(0, -1);
    known.forEach((fence, index) => fence.prune(ends[index]!));
  }

  #rebuildTier(tier: number): void {
    const log = this.#world.logs[tier]!;
    const tracker = this.#trackers[tier]!;
    for (let offset = tracker.watermark; offset < this.#ends[tier - 1]!; offset++) {
      if (tracker.isDone(offset)) continue;
      if (!this.#router.rebuild(tier, offset, this.#routed(tier, log[offset]!))) this.#stale.pass(tier, offset);
    }
  }

  #commitStream(stream: number): void {
    const { watermark, runs } = this.#stale.committable(this.isRunning)[stream] ?? { watermark: 0, runs: [] };
    const back = this.#bug === 'commit goes backwards' && this.#world.random(8) === 0 ? 1 : 0;
    const offset = Math.max(0, watermark - back);
    const { text, fits } = encodeCommitMetadata(offset, {
      epoch: this.#epoch,
      fences: this.#fenced.fences[stream - 1]?.points ?? [],
      runs: back === 0 ? runs : [],
    });
    if (!fits) this.#world.report('metadata does not fit');
    this.#world.commit(stream, { offset, text });
  }

  #routed(stream: number, record: LogRecord): RoutedRecord {
    const { ordering } = this.#world.run;
    return buggyRecord(routedRecord(record, this.#world.stateOf(stream, record), { ordering }), this.#bug);
  }

  #canFetch(stream: number): boolean {
    const record = this.#world.logs[stream]![this.#positions[stream]!];
    if (record === undefined) return false;
    const early = this.#bug === 'retry before due' ? 15 : 0;
    return this.#world.dueMs(stream, record) <= this.#world.nowMs + early;
  }

  #fetch(stream: number): void {
    const offset = this.#positions[stream]!++;
    if (this.#trackers[stream]!.isDone(offset)) return;
    const record = this.#world.logs[stream]![offset]!;
    const routed = this.#routed(stream, record);
    if (stream > 0) this.#router.seen(stream, offset, routed);
    const attempt = this.#world.stateOf(stream, record)?.attempt ?? 0;
    this.#queues.add(routed.scope ?? Symbol(), { stream, record, routed, attempt });
    if (this.#bug === 'commit before handle') this.#trackers[stream]!.markDone(offset);
  }

  #decide(scope: string | symbol): void {
    const item = this.#queues.first(scope);
    const { stream, record, routed } = item;
    const decision = this.#router.decide(stream, record.offset, routed);
    if (decision === 'zombie' || decision === 'forged') {
      if (!this.isZombie) this.#world.report('STOPPED though it is the newest owner');
      this.isStopped = true;
    } else if (decision === 'skip-parked' || decision === 'skip-stale') this.#passed(scope, item);
    else if (decision === 'handle') this.#handle(scope, item);
    else if (decision === 'follow') this.#giveUp(scope, item);
    else if (this.#world.run.ordering === 'partition') {
      this.#queues.putAside(scope);
      this.#busy.delete(scope);
    } else this.#park(scope, item, decision.holdIn, true);
  }

  #handle(scope: string | symbol, item: Item): void {
    const { run, sources } = this.#world;
    const { record, stream } = item;
    const origin = this.#world.originOf(stream, record);
    const isRedriven = this.#world.stateOf(stream, record)?.redriveJob !== undefined;
    const isBehind = run.policy === 'hold' && this.#holds.keys.isHeld(this.#holdKey(item), origin);
    if (isBehind && this.#bug !== 'later events of a dead key handled') return this.#giveUp(scope, item);
    if (run.hasInbox && !isRedriven && this.#world.counted.has(origin)) return this.#passed(scope, item);
    this.#world.handled(stream, record, this.#worker);
    if (!this.isZombie && !isRedriven) {
      if (stream === 0 && this.#endedCopies.has(origin)) this.#world.report(`REPEAT ${origin}, whose copy has ended`);
      this.#world.checkRepeat(stream, origin, this.#epoch, (tier, offset) => this.#trackers[tier]!.isDone(offset));
    }
    this.#busy.add(scope);
    this.#underWay.push(() => {
      const source = sources[origin]!;
      if (source.failuresLeft-- <= 0) {
        return this.#complete(scope, item, isRedriven);
      }
      item.attempt++;
      const isInPlace = run.ordering === 'partition';
      if (!isInPlace && stream < run.tiers) return this.#park(scope, item, stream + 1, false);
      if (isInPlace && item.attempt < 3) return this.#decide(scope);
      this.#giveUp(scope, item);
    });
  }

  /** With an inbox in the handler's transaction, where an event counts once; or noted after. */
  #complete(scope: string | symbol, item: Item, isRedriven: boolean): void {
    const origin = this.#world.originOf(item.stream, item.record);
    const { run, counted, random } = this.#world;
    const isCounted = run.hasInbox === true && !isRedriven && counted.has(origin);
    if (!isCounted) this.#world.ended(origin, 'completed', this.#worker);
    if (!run.hasInbox) return this.#finish(scope, item);
    const event = isRedriven ? undefined : origin;
    if (random(2) === 0) return this.#passed(scope, item, event);
    this.#world.note(item, event);
    this.#underWay.push(() => this.#finish(scope, item));
  }

  get #worker(): Worker {
    return { epoch: this.#epoch, isZombie: this.isZombie };
  }

  #holdKey({ record }: Item): string {
    return (record.key ?? Buffer.alloc(0)).toString('latin1');
  }

  #park(scope: string | symbol, item: Item, tier: number, held: boolean): void {
    const { record, stream, routed, attempt } = item;
    const before = this.#world.stateOf(stream, record) ?? firstState(record, { group });
    const state = { ...before, attempt, held, epoch: this.#epoch };
    const copy = retryCopy(record, { toTopic: `tier-${tier}`, state, ...(held ? {} : { failure }) });
    const sent = this.#bug === 'key lost on retry' ? { ...copy, key: null } : copy;
    this.#busy.add(scope);
    if (this.#bug === 'source done before the ack of its copy') this.#trackers[stream]!.markDone(record.offset);
    this.#publish(
      () => this.#world.append(tier, sent),
      (offset) => {
        if (offset >= 0) this.#router.parked(tier, offset, { ...routed, epoch: this.#epoch });
        this.#passed(scope, item);
      },
    );
  }

  #giveUp(scope: string | symbol, item: Item): void {
    const origin = this.#world.originOf(item.stream, item.record);
    const redriveCount = this.#world.stateOf(item.stream, item.record)?.redriveCount ?? 0;
    const end = (): void => {
      this.#publish(
        () => {
          const drops = this.#bug === 'dead letter dropped when its topic refuses' && this.#world.random(8) === 0;
          if (!drops) this.#world.appendDeadLetter(origin, redriveCount);
          return 0;
        },
        () => {
          this.#world.ended(origin, 'dead-letter', this.#worker);
          this.#passed(scope, item);
        },
      );
    };
    this.#busy.add(scope);
    if (this.#world.run.policy === 'free') return end();
    const key = this.#holdKey(item);
    const marker = this.#holds.keys.markerFor(key, { offset: origin, redriveCount }, this.#epoch);
    if (marker === undefined) return end();
    this.#publish(
      () => this.#world.appendHold({ key, epoch: this.#epoch, marker }),
      (offset) => {
        this.#holds.keys.hold(key, marker, offset);
        end();
      },
    );
  }

  /** Append, then its ack, as two steps; either may be lost, and is sent again then. */
  #publish(append: () => number, acked: (offset: number) => void): void {
    this.#underWay.push(() => {
      const luck = this.#world.random(12);
      if (luck === 0) {
        if (this.#bug === 'failed append taken for an ack') return acked(-1);
        return this.#publish(append, acked);
      }
      const offset = append();
      if (luck === 1) return this.#publish(append, acked);
      this.#underWay.push(() => acked(offset));
    });
  }

  /** Done here, and noted so; `counted` when its event is completed. */
  #passed(scope: string | symbol, item: Item, counted?: number): void {
    if (!this.#world.run.hasInbox) return this.#finish(scope, item);
    this.#busy.add(scope);
    this.#underWay.push(() => {
      this.#world.note(item, counted);
      this.#underWay.push(() => this.#finish(scope, item));
    });
  }

  #finish(scope: string | symbol, item: Item): void {
    const { stream, record, routed } = item;
    this.#router.finished(stream, record.offset, routed);
    if (stream > 0 && record.offset < this.#ends[stream - 1]! && routed.origin !== undefined) {
      this.#endedCopies.add(routed.origin);
    }
    this.#trackers[stream]!.markDone(record.offset);
    this.#busy.delete(scope);
    this.#queues.ended(scope);
  }
}
