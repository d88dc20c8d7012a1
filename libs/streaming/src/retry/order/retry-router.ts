import type { EpochFence } from './epoch-fence.js';
import { epochLimits } from './epoch-limits.js';
import { ScopeFilter } from './scope-filter.js';

/** What routing needs to know of a record. */
export interface RoutedRecord {
  /** What keeps order: its key (or the partition); undefined keeps none. */
  readonly scope: string | undefined;
  /**
   * Offset of the first record in the group's topic, same partition (its own in that topic). Undefined when copies of it
   * are not to be recognised: sent by a redrive, or from an earlier life of the topic.
   */
  readonly origin: number | undefined;
  /** Of the copy's writer; undefined in the group's topic and in what a redrive sent. */
  readonly epoch: number | undefined;
  /** A dead letter on its way back that was not tried since: whatever comes of it, the letter is still there. */
  readonly isSentBack?: boolean;
}

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
 * `zombie`: somebody newer owns this partition, stop · `holdIn`: append a held copy to that tier.
 */
export type RouteDecision = 'handle' | 'skip-stale' | 'skip-parked' | 'zombie' | { readonly holdIn: number };

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
  readonly #origins: readonly Map<number, number>[];
  /** For each tier: offsets beyond its end that are counted, and those of ours that were read before their ack. */
  readonly #counted: readonly Set<number>[];
  readonly #unacked: readonly Set<number>[];
  readonly #isSourceDone: (offset: number) => boolean;
  /** Whose copy, of an owner before, has come to its end here, while the record itself is still to be read again. */
  readonly #endedAhead = new Set<number>();
  /** The same for copies in nearer tiers: the furthest tier in which one of that origin has ended. */
  readonly #endedIn = new Map<number, number>();
  /** Skipped because a copy lies further on, where a zombie's counts as one. */
  readonly #carried = new Set<number>();
  /** How many of the copies of an origin lie beyond the ends and are a zombie's. */
  readonly #zombies = new Map<number, number>();
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
    this.#origins = tiers.map(() => new Map());
    this.#counted = tiers.map(() => new Set());
    this.#unacked = tiers.map(() => new Set());
  }

  /** Of this owner: above every epoch stored or met while rebuilding. Commit it, with the ends, before anything is handled. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Somebody wrote in this epoch before the take-over, whatever is known of it otherwise: the own epoch is above. */
  meet(epoch: number): void {
    if (epoch >= this.#epoch && epoch < epochLimits.met) this.#epoch = epoch + 1;
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
    this.#countZombies(record, 1);
  }

  /** What to do with the record at the head of its scope. Nothing of the scope may be on its way to a tier meanwhile. */
  decide(stream: number, offset: number, record: RoutedRecord): RouteDecision {
    const { epoch, scope, origin } = record;
    if (stream > 0 && epoch !== undefined) {
      if (epoch > this.#epoch) return 'zombie';
      if (this.#isStale(stream, offset, record)) return 'skip-stale';
    }
    if (stream > 0) this.seen(stream, offset, record);
    if (stream === 0 && origin !== undefined && this.#endedAhead.delete(origin)) return 'skip-parked';
    if (stream > 0 && (this.#isNeedless(stream, offset, record) || this.#isLeftBehind(stream, offset, record)))
      return 'skip-parked';
    if (origin !== undefined && nearestBeyond(this.#origins, stream, origin) > 0) {
      if (!this.#isFenced) this.#carried.add(origin);
      return 'skip-parked';
    }
    const tier = scope === undefined ? 0 : nearestBeyond(this.#scopes, stream, scope);
    return tier === 0 ? 'handle' : this.#holdIn[tier - 1]!;
  }

  /** A copy of the record was written to the tier: the ack says at which offset. Only then finish the record itself. */
  parked(tier: number, offset: number, record: RoutedRecord): void {
    if (this.#unacked[tier - 1]!.delete(offset) || this.#counted[tier - 1]!.has(offset)) return;
    this.#counted[tier - 1]!.add(offset);
    this.#count(tier, record, 1);
  }

  /** The record of that stream is done: handled, parked further on, a dead letter or skipped. Call it once for each. */
  finished(stream: number, offset: number, record: RoutedRecord): void {
    if (stream === 0 || this.#isStale(stream, offset, record)) return;
    const isRebuilt = offset < this.#ends[stream - 1]!;
    const isSeen = this.#counted[stream - 1]!.delete(offset);
    if (isRebuilt || isSeen) this.#count(stream, record, -1);
    if (isSeen) this.#countZombies(record, -1);
    const { origin } = record;
    this.#forgetLast(origin);
    if (isRebuilt && origin !== undefined) this.#endedOf(stream, origin);
  }

  /** What is known of copies goes with the last of them. */
  #forgetLast(origin: number | undefined): void {
    if (origin === undefined || this.#carried.size + this.#endedIn.size === 0 || this.#copiesOf(origin) > 0) return;
    this.#carried.delete(origin);
    this.#endedIn.delete(origin);
  }

  /** What an owner before left of the event, in the group's topic or in nearer tiers, is not to be handled any more. */
  #endedOf(tier: number, origin: number): void {
    if (!this.#isSourceDone(origin)) this.#endedAhead.add(origin);
    if (this.#copiesOf(origin) > 0) this.#endedIn.set(origin, Math.max(tier, this.#endedIn.get(origin) ?? 0));
  }

  /** A copy of an owner before that was passed on, of which the later one has come to its end first: it was due as well. */
  #isLeftBehind(tier: number, offset: number, { origin }: RoutedRecord): boolean {
    if (origin === undefined || offset >= this.#ends[tier - 1]!) return false;
    return (this.#endedIn.get(origin) ?? 0) > tier;
  }

  /** A zombie's copy that counts, of an event that has come to its end here: what else is sent back would be overtaken. */
  #isNeedless(tier: number, offset: number, { epoch, origin }: RoutedRecord): boolean {
    if (origin === undefined || epoch === undefined || epoch >= this.#epoch || offset < this.#ends[tier - 1]!)
      return false;
    return (
      this.#copiesOf(origin) === (this.#zombies.get(origin) ?? 0) &&
      !this.#carried.has(origin) &&
      this.#isSourceDone(origin)
    );
  }

  #countZombies({ epoch, origin }: RoutedRecord, change: 1 | -1): void {
    if (origin !== undefined && epoch !== undefined && epoch < this.#epoch) add(this.#zombies, origin, change);
  }

  #copiesOf(origin: number): number {
    return this.#origins.reduce((count, tierOrigins) => count + (tierOrigins.get(origin) ?? 0), 0);
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

  #count(tier: number, { scope, origin }: RoutedRecord, change: 1 | -1): void {
    this.#pendingCount += change;
    if (scope !== undefined) {
      const count = add(this.#scopes[tier - 1]!, scope, change);
      if (change === 1 && count === 1) this.pendingScopes.add(scope);
      else if (change === -1 && count === 0) this.pendingScopes.remove(scope);
    }
    if (origin !== undefined) add(this.#origins[tier - 1]!, origin, change);
  }
}

/** The nearest tier beyond the stream where something is counted under the name; 0 when none. */
function nearestBeyond<K>(tiers: readonly ReadonlyMap<K, number>[], stream: number, name: K): number {
  for (let index = stream; index < tiers.length; index++) if ((tiers[index]!.get(name) ?? 0) > 0) return index + 1;
  return 0;
}

/** @returns the new count */
function add<K>(counts: Map<K, number>, name: K, change: number): number {
  const count = (counts.get(name) ?? 0) + change;
  if (count === 0) counts.delete(name);
  else counts.set(name, count);
  return count;
}
