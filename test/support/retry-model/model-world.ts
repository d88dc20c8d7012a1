import type { LogRecord, OutgoingRecord } from '../../../libs/streaming/src/ports/record.js';
import { OffsetTracker } from '../../../libs/streaming/src/offsets/offset-tracker.js';
import { decodeCommitMetadata } from '../../../libs/streaming/src/offsets/commit-metadata.js';
import type { HoldMarker } from '../../../libs/streaming/src/retry/order/held-keys.js';
import { readRetryHeaders } from '../../../libs/streaming/src/retry/copies/retry-headers.js';
import type { RetryState } from '../../../libs/streaming/src/retry/copies/retry-state.js';

export type Ordering = 'none' | 'key' | 'partition';

/** One run; fast-check draws it, and the seed draws every step. */
export interface ModelRun {
  readonly seed: number;
  readonly records: number;
  readonly keys: number;
  /** In partition order at most one: the topic by which dead letters come back. */
  readonly tiers: number;
  readonly ordering: Ordering;
  readonly policy: 'free' | 'hold';
  /** How many of 1,000 steps end the owner's life. */
  readonly restlessness: number;
  /** What is done lies in a state store, where a zombie notes it too. */
  readonly hasInbox?: boolean;
  /** Half way, where only markers of held keys are left, the commits lose what they say beside their offsets. */
  readonly losesMetadata?: boolean;
}

export interface Commit {
  readonly offset: number;
  readonly text: string;
}

export interface Worker {
  readonly epoch: number;
  readonly isZombie: boolean;
}

export interface TakeOver {
  readonly epoch: number;
  readonly ends: readonly number[];
  /** Committed for all partitions: from then on it binds every later owner. */
  isCommitted: boolean;
}

export interface HoldEntry {
  readonly offset: number;
  readonly key: string;
  readonly epoch: number;
  readonly marker: Omit<HoldMarker, 'epoch'> | undefined;
}

export interface DeadLetter {
  readonly origin: number;
  /** How often it had been sent back when it died. */
  readonly redriveCount: number;
}

export interface Source {
  readonly key: string;
  /** How many earlier records have the key. */
  readonly seq: number;
  failuresLeft: number;
}

interface Ended {
  readonly how: 'completed' | 'dead-letter';
  readonly by: Worker;
  /** Its key was released without it. */
  readonly isLeftOut: boolean;
}

interface Release {
  readonly epoch: number;
  readonly events: ReadonlySet<number>;
}

export const group = 'stock';
export const topic = 'orders';

/** Numbers below `limit`, from a seed (xorshift32). */
export function randomBelow(seed: number): (limit: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

/**
 * The broker and the truth: logs of a partition of the topic and its tiers, holds, dead letters, commits, and what ended
 * how. It judges every step; `problems` is empty when all promises were kept.
 */
export class ModelWorld {
  readonly problems: string[] = [];
  readonly random: (limit: number) => number;
  readonly logs: readonly LogRecord[][];
  readonly holds: HoldEntry[] = [];
  readonly commits: (Commit | undefined)[];
  readonly sources: Source[] = [];
  readonly delaysMs: readonly number[];
  readonly deadLetters = new Map<number, number>();
  /** What the state store has noted: done offsets of the topic and its tiers, and events that were completed. */
  readonly inbox: readonly OffsetTracker[];
  readonly counted = new Set<number>();
  /** Take-overs as the brokers saw them: what an older epoch wrote beyond these ends may be a zombie's. */
  readonly takeOvers: TakeOver[] = [];
  nowMs = 1_000;
  #holdsEnd = 0;
  readonly #letters: DeadLetter[] = [];
  readonly #ended = new Map<number, Ended>();
  /** What the last release of each key has sent back, or is about to. */
  readonly #releases = new Map<string, Release>();
  readonly #states = new WeakMap<LogRecord, { readonly state: RetryState | undefined }>();

  constructor(readonly run: ModelRun) {
    this.random = randomBelow(run.seed);
    this.logs = Array.from({ length: run.tiers + 1 }, () => []);
    this.inbox = this.logs.map(() => new OffsetTracker());
    this.commits = Array.from({ length: run.tiers + 2 }, () => undefined);
    this.delaysMs = run.ordering === 'partition' ? [0] : [20, 80, 320].slice(0, run.tiers);
  }

  get holdsEnd(): number {
    return this.#holdsEnd;
  }

  produce(): void {
    const { random, run, sources } = this;
    const key = `k${random(run.keys)}`;
    const failuresLeft = random(2) === 0 ? 0 : random(run.tiers + 3);
    const earlier = sources.filter((source) => run.ordering === 'partition' || source.key === key);
    sources.push({ key, seq: earlier.length, failuresLeft });
    this.append(0, { topic, key: Buffer.from(key), value: Buffer.from('v'), headers: {} });
  }

  append(stream: number, { key, value, headers }: OutgoingRecord): number {
    const log = this.logs[stream]!;
    const offset = log.length;
    const name = stream === 0 ? topic : `tier-${stream}`;
    log.push({ topic: name, partition: 0, offset, timestampMs: this.nowMs, key, value, headers });
    return offset;
  }

  appendHold(entry: Omit<HoldEntry, 'offset'>): number {
    const offset = this.#holdsEnd++;
    this.holds.push({ ...entry, offset });
    return offset;
  }

  /** Leaves each key with its newest record; not before an owner had time to write anew what a zombie wrote over. */
  compactHolds(): void {
    const newest = new Map(this.holds.map((entry) => [entry.key, entry]));
    this.holds.splice(0, this.holds.length, ...this.holds.filter((entry) => newest.get(entry.key) === entry));
  }

  appendDeadLetter(origin: number, redriveCount: number): void {
    this.deadLetters.set(origin, (this.deadLetters.get(origin) ?? 0) + 1);
    this.#letters.push({ origin, redriveCount });
  }

  /** The dead letters of a held key, as `heldLetters` finds them: one for each event, in the order of the events. */
  heldLetters(key: string, marker: Omit<HoldMarker, 'epoch'>, epoch: number): DeadLetter[] {
    const { first } = marker;
    const ofKey = this.#letters.filter(({ origin }) => this.sources[origin]!.key === key);
    const isFirst = ({ origin, redriveCount }: DeadLetter): boolean =>
      origin === first!.offset && redriveCount === first!.redriveCount;
    const begun = first === undefined ? -1 : ofKey.findIndex(isFirst);
    const held = begun < 0 ? ofKey.filter(({ origin }) => origin >= marker.offset) : ofKey.slice(begun);
    const newest = new Map(held.map((letter) => [letter.origin, letter]));
    this.#releases.set(key, { epoch, events: new Set(newest.keys()) });
    return [...newest.values()].toSorted((one, other) => one.origin - other.origin);
  }

  /** What the headers of a record say; read once, records never change. */
  stateOf(stream: number, record: LogRecord): RetryState | undefined {
    let known = this.#states.get(record);
    if (known === undefined) {
      const state = readRetryHeaders(record, { group, topic, tier: stream });
      if (state !== undefined && !('origin' in state)) this.report(`FORGED ${JSON.stringify(state)}`);
      known = { state: state as RetryState | undefined };
      this.#states.set(record, known);
    }
    return known.state;
  }

  originOf(stream: number, record: LogRecord): number {
    return this.stateOf(stream, record)?.origin.offset ?? record.offset;
  }

  dueMs(stream: number, record: LogRecord): number {
    return stream === 0 ? 0 : record.timestampMs + this.delaysMs[stream - 1]!;
  }

  /** A handler is called: everything of its key before it must have ended, and a wait must be over. */
  handled(stream: number, record: LogRecord, by: Worker): void {
    const origin = this.originOf(stream, record);
    const copyEpoch = this.stateOf(stream, record)?.epoch;
    if (
      copyEpoch !== undefined &&
      !by.isZombie &&
      !this.run.hasInbox &&
      this.#isStale(stream, record.offset, copyEpoch)
    ) {
      this.report(`STALE ${origin} was handled, though a zombie wrote it to tier ${stream}`);
    }
    if (this.nowMs < this.dueMs(stream, record)) this.report(`EARLY ${origin} was handled before it was due`);
    if (this.run.ordering === 'none') return;
    for (const earlier of this.#earlier(origin)) {
      if (!this.#ended.has(earlier))
        this.report(`ORDER ${origin} was handled in epoch ${by.epoch} before ${earlier} had ended`);
    }
  }

  /** Every legitimate copy further on that is not done makes handling this one a needless repeat. */
  checkRepeat(stream: number, origin: number, by: number, isDone: (tier: number, offset: number) => boolean): void {
    for (let tier = stream + 1; tier < this.logs.length; tier++) {
      for (const copy of this.logs[tier]!) {
        const state = this.stateOf(tier, copy);
        if (state?.origin.offset !== origin || state.redriveJob !== undefined || isDone(tier, copy.offset)) continue;
        // Without order two deliveries run side by side, and the copy of one may have no ack yet.
        if (this.run.ordering === 'none' && state.epoch === by) continue;
        if (!this.#mayBeStale(tier, copy.offset, state.epoch!)) this.report(`REPEAT ${origin} lies in tier ${tier}`);
      }
    }
  }

  /** What a later owner says of an event counts; an earlier one that says otherwise is a zombie. */
  ended(origin: number, how: 'completed' | 'dead-letter', by: Worker): void {
    if (how === 'dead-letter' && !this.deadLetters.has(origin)) this.report(`LOST ${origin} is no dead letter`);
    if (by.epoch < (this.#ended.get(origin)?.by.epoch ?? 0)) return;
    // Nobody is bound by what a zombie says of an event that the inbox has counted as completed.
    if (how === 'dead-letter' && by.isZombie && this.counted.has(origin)) return;
    this.#ended.set(origin, {
      how,
      by,
      isLeftOut: how === 'dead-letter' && by.isZombie && this.#isLeftOut(origin, by),
    });
    if (this.run.policy === 'free' || how === 'dead-letter' || by.isZombie) return;
    const { key } = this.sources[origin]!;
    for (const earlier of this.#earlier(origin)) {
      if (this.sources[earlier]!.key !== key) continue;
      if (this.#isHolding(earlier)) this.report(`HOLD ${origin} completed behind dead ${earlier}`);
    }
  }

  commit(stream: number, commit: Commit): void {
    const before = this.commits[stream];
    if (before !== undefined && commit.offset < before.offset) this.report(`BACKWARDS in stream ${stream}`);
    this.commits[stream] = commit;
    if (stream === 0) this.#checkCommitted(commit);
  }

  /** Expired and set anew, or written over by somebody who knows nothing of epochs; all logs are done. */
  loseMetadata(): void {
    for (const stream of this.commits.keys())
      this.commits[stream] = { offset: this.logs[stream]?.length ?? 0, text: '' };
  }

  /** After healing and draining. */
  checkEnd(): void {
    if (this.problems.length > 0) return;
    for (const offset of this.sources.keys()) if (!this.#ended.has(offset)) this.report(`LOST ${offset} never ended`);
  }

  report(problem: string): void {
    if (this.problems.length < 5) this.problems.push(problem);
  }

  /** What is committed has ended or lies in a tier. */
  #checkCommitted({ offset, text }: Commit): void {
    const { runs } = decodeCommitMetadata(offset, text);
    const isCommitted = (at: number): boolean => at < offset || runs.some(([first, last]) => first <= at && at <= last);
    for (const at of this.sources.keys()) {
      if (!isCommitted(at) || this.#ended.has(at)) continue;
      const isParked = this.logs.some((log, tier) => tier > 0 && log.some((copy) => this.originOf(tier, copy) === at));
      if (!isParked) this.report(`LOST ${at} is committed and neither ended nor parked`);
    }
  }

  /** The inbox says that it is done: it has ended, or somebody will find it in a tier. */
  note({ stream, record }: { readonly stream: number; readonly record: LogRecord }, counted?: number): void {
    this.inbox[stream]!.markDone(record.offset);
    if (counted !== undefined) this.counted.add(counted);
  }

  #isHolding(origin: number): boolean {
    const { how, by } = this.#ended.get(origin) ?? {};
    return how === 'dead-letter' && !(this.run.hasInbox === true && this.#isLeftOut(origin, by!));
  }

  /**
   * A zombie that knows the key as held writes no marker for what follows. With an inbox nobody else gives it up any more:
   * once the key was released without it, it holds nothing (docs/adr/0018).
   */
  #isLeftOut(origin: number, by: Worker): boolean {
    const before = this.#ended.get(origin);
    const release = this.#releases.get(this.sources[origin]!.key);
    if (release === undefined || release.events.has(origin)) return false;
    if (before?.isLeftOut === true) return true;
    const givenUpBy = before?.how === 'dead-letter' ? [by, before.by] : [by];
    return givenUpBy.some(({ isZombie, epoch }) => isZombie && epoch < release.epoch);
  }

  *#earlier(origin: number): Iterable<number> {
    const { key } = this.sources[origin]!;
    for (let at = 0; at < origin; at++) {
      if (this.run.ordering === 'partition' || this.sources[at]!.key === key) yield at;
    }
  }

  #isStale(tier: number, offset: number, epoch: number): boolean {
    return this.takeOvers.some((owner) => owner.isCommitted && owner.epoch > epoch && owner.ends[tier - 1]! <= offset);
  }

  #mayBeStale(tier: number, offset: number, epoch: number): boolean {
    return this.takeOvers.some((owner) => owner.epoch > epoch && owner.ends[tier - 1]! <= offset);
  }
}
