import type { EpochFence } from './epoch-fence.js';
import { isForgedEpoch } from './is-forged-epoch.js';
import { OriginCounts } from './origin-counts.js';
import { originName } from './origin-name.js';
import { ScopeFilter } from './scope-filter.js';
import { SentBackLetters } from './sent-back-letters.js';

/** What routing needs to know of a record. */
export interface RoutedRecord {
  /** What keeps order: its key (or the partition); undefined keeps none. */
  readonly scope: string | undefined;
  /**
   * Offset of the first record in the group's topic, same partition (its own in that topic). Undefined when copies of it
   * are not to be recognised: sent by a redrive, or from an earlier life of the topic.
   */
  readonly origin: number | undefined;
  /** The timestamp of that record, which tells it from another at its offset where the log was cut and written on. */
  readonly originAtMs?: number;
  /** Of the copy's writer; undefined in the group's topic and in what a redrive sent. */
  readonly epoch: number | undefined;
  /** A dead letter on its way back that was not tried since: whatever comes of it, the letter is still there. */
  readonly isSentBack?: boolean;
  /** Of one that a release has sent back: where its event lies in the order of the topic, as `letterOf` says. */
  readonly letterOf?: number;
}

/** One whose copies are recognised. */
type KnownRecord = RoutedRecord & { readonly origin: number };

export interface RetryRouterOptions {
  readonly tierCount: number;
  /** At least; what is rebuilt raises it above every epoch met. */
  readonly epoch: number;
  /** Ends of the tiers' logs at the take-over, read after the committed positions; index = tier − 1. */
  readonly ends: readonly number[];
  /** As committed by earlier owners; index = tier − 1. */
  readonly fences: readonly EpochFence[];
  /**
   * False for a group with an inbox: what a zombie has parked it has also noted as passed on, and nobody else has the
   * record any more. Its copies count, and the inbox keeps repeats out; but not the dead letters it sends back. Default
   * true.
   */
  readonly isFenced?: boolean;
  /** Whether the record of the group's topic at this offset is done. */
  readonly isSourceDone: (offset: number) => boolean;
}

/**
 * `skip-stale`: a zombie's copy, done without a word · `skip-parked`: its copy lies in a later tier, or has
 * come to its end, done ·
 * `zombie`: somebody newer owns this partition, stop · `forged`: nobody has come to its epoch, a dead letter ·
 * `follow`: a zombie's copy that would overtake what a release has sent back of its key, a dead letter that holds the key ·
 * `holdIn`: append a held copy to that tier.
 */
export type RouteDecision =
  'handle' | 'skip-stale' | 'skip-parked' | 'zombie' | 'forged' | 'follow' | { readonly holdIn: number };

/**
 * Keeps the order of keys over a partition of a topic (stream 0) and the same partition of its tiers (1, 2, …): a key
 * with records waiting in a tier is pending, its later records line up behind them in the nearest tier that holds it.
 * Pure; its whole state can be rebuilt from what is not done in the tiers.
 *
 * Below the ends everything not done was rebuilt. Beyond them each offset is counted once, by whichever comes first: the
 * ack of its copy or the record itself, which may have a twin when an append had no answer and was sent again.
 */
export class RetryRouter {
  /** Scopes that wait in some tier, each once for each tier. */
  readonly pendingScopes = new ScopeFilter(() => this.#scopes.flatMap((tier) => [...tier.keys()]));
  readonly #ends: readonly number[];
  readonly #fences: readonly EpochFence[];
  readonly #isFenced: boolean;
  readonly #holdIn: readonly { readonly holdIn: number }[];
  /** For each tier (index = tier − 1): how many records of each scope wait there, and how many copies of each origin. */
  readonly #scopes: readonly Map<string, number>[];
  readonly #origins: readonly OriginCounts[];
  /** For each tier: offsets beyond its end that are counted, and those of ours that were read before their ack. */
  readonly #counted: readonly Set<number>[];
  readonly #unacked: readonly Set<number>[];
  /** What lies before them in their tier did so unread when they were sent back. */
  readonly #letters = new SentBackLetters();
  readonly #isSourceDone: (offset: number) => boolean;
  /** Records to be read again whose copy, of an owner before, has come to its end here: their timestamps, by offset. */
  readonly #endedAhead = new Map<number, Set<number>>();
  /** The same for copies in nearer tiers: the furthest tier in which one of that origin has ended. */
  readonly #endedIn = new Map<string, number>();
  /** Skipped because a copy lies further on, where a zombie's counts as one. */
  readonly #carried = new Set<string>();
  /** How many of the copies of an origin lie beyond the ends and are a zombie's. */
  readonly #zombies = new OriginCounts();
  #epoch: number;
  #pendingCount = 0;

  constructor({ tierCount, epoch, ends, fences, isFenced = true, isSourceDone }: RetryRouterOptions) {
    this.#isSourceDone = isSourceDone;
    this.#isFenced = isFenced;
    this.#ends = ends;
    this.#fences = fences;
    this.#epoch = epoch;
    const tiers = Array.from({ length: tierCount }, (_, index) => index + 1);
    this.#holdIn = tiers.map((holdIn) => ({ holdIn }));
    this.#scopes = tiers.map(() => new Map());
    this.#origins = tiers.map(() => new OriginCounts());
    this.#counted = tiers.map(() => new Set());
    this.#unacked = tiers.map(() => new Set());
  }

  /** Of this owner: above every epoch stored or met while rebuilding. Commit it, with the ends, before anything is handled. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Somebody wrote in this epoch before the take-over, whatever is known of it otherwise: the own epoch is above. */
  meet(epoch: number): void {
    if (epoch >= this.#epoch && !isForgedEpoch(epoch, this.#epoch)) this.#epoch = epoch + 1;
  }

  /** Records that wait in the tiers. */
  get pendingCount(): number {
    return this.#pendingCount;
  }

  /** Every record of the group's topic is to be handled. */
  get isIdle(): boolean {
    return this.#pendingCount === 0 && this.#endedAhead.size === 0;
  }

  /** No record is left to be read again whose copy has ended here: what waits for nothing of its key is to be handled. */
  get isCaughtUp(): boolean {
    return this.#endedAhead.size === 0;
  }

  isPending(scope: string): boolean {
    return this.#scopes.some((tier) => (tier.get(scope) ?? 0) > 0);
  }

  /**
   * Takes in a record of a tier that is not done, below the tier's end, in log order, before anything is decided.
   *
   * @returns false for a zombie's copy: its offset is done
   */
  rebuild(tier: number, offset: number, record: RoutedRecord): boolean {
    const { epoch } = record;
    if (epoch !== undefined) {
      this.meet(epoch);
      if (this.#heeds(record) && this.#fences[tier - 1]!.isStale(offset, epoch)) return false;
    }
    this.#count(tier, record, 1);
    this.#countLetter(record, 1);
    return true;
  }

  /** A record of a tier was fetched: beyond the end it becomes pending, unless it is a zombie's or counted already. */
  seen(tier: number, offset: number, record: RoutedRecord): void {
    const { epoch } = record;
    if (offset < this.#ends[tier - 1]! || this.#counted[tier - 1]!.has(offset)) return;
    if (epoch !== undefined && epoch !== this.#epoch && this.#heeds(record)) return;
    this.#counted[tier - 1]!.add(offset);
    if (epoch === this.#epoch) this.#unacked[tier - 1]!.add(offset);
    this.#count(tier, record, 1);
    this.#countLetter(record, 1);
    this.#countZombies(record, 1);
  }

  /** What to do with the record at the head of its scope. Nothing of the scope may be on its way to a tier meanwhile. */
  decide(stream: number, offset: number, record: RoutedRecord): RouteDecision {
    const { epoch, scope } = record;
    if (stream > 0 && epoch !== undefined) {
      if (epoch > this.#epoch) return isForgedEpoch(epoch, this.#epoch) ? 'forged' : 'zombie';
      if (this.#isStale(stream, offset, record)) return 'skip-stale';
    }
    if (stream > 0) this.seen(stream, offset, record);
    if (record.origin !== undefined && this.#isElsewhere(stream, offset, record as KnownRecord)) return 'skip-parked';
    const tier = scope === undefined ? 0 : nearestBeyond(this.#scopes, stream, scope);
    if (tier > 0) return this.#holdIn[tier - 1]!;
    return stream > 0 && this.#overtakesLetters(record) ? 'follow' : 'handle';
  }

  /** A copy of the record was written to the tier: the ack says at which offset. Only then finish the record itself. */
  parked(tier: number, offset: number, record: RoutedRecord): void {
    if (this.#isFirstTold(tier, offset)) this.#count(tier, record, 1);
  }

  /** A release has sent a dead letter back to the tier: the ack says at which offset. */
  sentBack(tier: number, offset: number, letter: RoutedRecord): void {
    if (!this.#isFirstTold(tier, offset)) return;
    this.#count(tier, letter, 1);
    this.#countLetter(letter, 1);
  }

  /** The ack comes before the record itself; from now on that is counted. */
  #isFirstTold(tier: number, offset: number): boolean {
    if (this.#unacked[tier - 1]!.delete(offset) || this.#counted[tier - 1]!.has(offset)) return false;
    this.#counted[tier - 1]!.add(offset);
    return true;
  }

  /** The record of that stream is done: handled, parked further on, a dead letter or skipped. Call it once for each. */
  finished(stream: number, offset: number, record: RoutedRecord): void {
    if (stream === 0 || this.#isStale(stream, offset, record)) return;
    const isRebuilt = offset < this.#ends[stream - 1]!;
    const isSeen = this.#counted[stream - 1]!.delete(offset);
    if (isRebuilt || isSeen) {
      this.#count(stream, record, -1);
      this.#countLetter(record, -1);
    }
    if (isSeen) this.#countZombies(record, -1);
    if (record.origin === undefined) return;
    this.#forgetLast(record as KnownRecord);
    if (isRebuilt) this.#endedOf(stream, record as KnownRecord);
  }

  /** Its event goes on in another copy, or has come to its end in one. */
  #isElsewhere(stream: number, offset: number, record: KnownRecord): boolean {
    if (stream === 0 && this.#hasEndedAhead(record)) return true;
    if (stream > 0 && (this.#isNeedless(stream, offset, record) || this.#isLeftBehind(stream, offset, record)))
      return true;
    const { origin, originAtMs = 0 } = record;
    if (!this.#origins.some((tier, index) => index >= stream && tier.countOf(origin, originAtMs) > 0)) return false;
    if (!this.#isFenced) this.#carried.add(nameOf(record));
    return true;
  }

  #hasEndedAhead({ origin, originAtMs = 0 }: KnownRecord): boolean {
    const ended = this.#endedAhead.get(origin);
    // What else has ended under this offset lay behind the end of a log that was cut, and is not read again.
    return ended !== undefined && this.#endedAhead.delete(origin) && ended.has(originAtMs);
  }

  /** What is known of copies goes with the last of them. */
  #forgetLast(record: KnownRecord): void {
    if (this.#carried.size + this.#endedIn.size === 0 || this.#copiesOf(record) > 0) return;
    this.#carried.delete(nameOf(record));
    this.#endedIn.delete(nameOf(record));
  }

  /** What an owner before left of the event, in the group's topic or in nearer tiers, is not to be handled any more. */
  #endedOf(tier: number, record: KnownRecord): void {
    const { origin, originAtMs = 0 } = record;
    if (!this.#isSourceDone(origin)) {
      this.#endedAhead.set(origin, (this.#endedAhead.get(origin) ?? new Set<number>()).add(originAtMs));
    }
    if (this.#copiesOf(record) === 0) return;
    const name = nameOf(record);
    this.#endedIn.set(name, Math.max(tier, this.#endedIn.get(name) ?? 0));
  }

  /** A copy of an owner before that was passed on, of which the later one has come to its end first: it was due as well. */
  #isLeftBehind(tier: number, offset: number, record: KnownRecord): boolean {
    if (this.#endedIn.size === 0 || offset >= this.#ends[tier - 1]!) return false;
    return (this.#endedIn.get(nameOf(record)) ?? 0) > tier;
  }

  /** A zombie's copy that counts, of an event that has come to its end here: what else is sent back would be overtaken. */
  #isNeedless(tier: number, offset: number, record: KnownRecord): boolean {
    const { epoch, origin, originAtMs = 0 } = record;
    if (epoch === undefined || epoch >= this.#epoch || offset < this.#ends[tier - 1]!) return false;
    return (
      this.#copiesOf(record) === this.#zombies.countOf(origin, originAtMs) &&
      !this.#carried.has(nameOf(record)) &&
      this.#isSourceDone(origin)
    );
  }

  #countZombies({ epoch, origin, originAtMs = 0 }: RoutedRecord, change: 1 | -1): void {
    if (origin !== undefined && epoch !== undefined && epoch < this.#epoch)
      this.#zombies.add(origin, originAtMs, change);
  }

  #copiesOf({ origin, originAtMs = 0 }: KnownRecord): number {
    return this.#origins.reduce((count, tier) => count + tier.countOf(origin, originAtMs), 0);
  }

  /** Nothing of a key waits in a tier when its letters are sent back, but for what a zombie has written there unread. */
  #overtakesLetters({ scope, origin }: RoutedRecord): boolean {
    return scope !== undefined && origin !== undefined && this.#letters.hasBefore(scope, origin);
  }

  #countLetter({ scope, letterOf }: RoutedRecord, change: 1 | -1): void {
    if (scope !== undefined && letterOf !== undefined) this.#letters.count(scope, letterOf, change);
  }

  /** Whether the fences count for the record. */
  #heeds({ isSentBack = false }: RoutedRecord): boolean {
    return this.#isFenced || isSentBack;
  }

  #isStale(tier: number, offset: number, record: RoutedRecord): boolean {
    const { epoch } = record;
    if (epoch === undefined || !this.#heeds(record)) return false;
    return (epoch < this.#epoch && offset >= this.#ends[tier - 1]!) || this.#fences[tier - 1]!.isStale(offset, epoch);
  }

  #count(tier: number, { scope, origin, originAtMs = 0 }: RoutedRecord, change: 1 | -1): void {
    this.#pendingCount += change;
    if (scope !== undefined) {
      const count = add(this.#scopes[tier - 1]!, scope, change);
      if (change === 1 && count === 1) this.pendingScopes.add(scope);
      else if (change === -1 && count === 0) this.pendingScopes.remove(scope);
    }
    if (origin !== undefined) this.#origins[tier - 1]!.add(origin, originAtMs, change);
  }
}

function nameOf({ origin, originAtMs = 0 }: KnownRecord): string {
  return originName(origin, originAtMs);
}

/** The nearest tier beyond the stream where the scope waits; 0 when in none. */
function nearestBeyond(tiers: readonly ReadonlyMap<string, number>[], stream: number, scope: string): number {
  for (let index = stream; index < tiers.length; index++) if ((tiers[index]!.get(scope) ?? 0) > 0) return index + 1;
  return 0;
}

/** @returns the new count */
function add(counts: Map<string, number>, scope: string, change: number): number {
  const count = (counts.get(scope) ?? 0) + change;
  if (count === 0) counts.delete(scope);
  else counts.set(scope, count);
  return count;
}
