import { failpoint, failpointSync } from '../../failpoints/failpoint.js';
import type { LogRecord } from '../../ports/record.js';
import { decodeCommitMetadata } from '../../offsets/commit-metadata.js';
import type { EpochFence } from '../../retry/order/epoch-fence.js';
import { isClockProbe } from '../../retry/clocks/clock-probe.js';
import { retryHeaderNames } from '../../retry/copies/retry-headers.js';
import { HeldKeys } from '../../retry/order/held-keys.js';
import { RetryRouter } from '../../retry/order/retry-router.js';
import { TakeOverFences } from '../../retry/order/take-over-fences.js';
import type { AssignedPartition } from '../../assignment/assigned-partition.js';
import type { MemberControl } from '../../member/member-work.js';
import type { FlowStream } from '../intake/flow-stream.js';
import { readHoldMarker } from '../end/hold-marker-record.js';
import { readCopy } from '../intake/read-copy.js';
import { routeOf } from './route-of.js';
import { settleDone } from '../end/settle-done.js';
import type { TopicPlan } from '../plan/topic-plan.js';

const recordsPerTurn = 500;

export interface TakeOverParts {
  readonly groupId: string;
  readonly plan: TopicPlan;
  readonly topicId: string | undefined;
  readonly streams: readonly FlowStream[];
  readonly holds: AssignedPartition | undefined;
  readonly control: MemberControl;
  /** The group keeps what is done in an inbox. */
  readonly hasInbox: boolean;
}

/** A partition whose log is read up to where it ended at the take-over. */
interface Reading {
  readonly assigned: AssignedPartition;
  readonly endOffset: number;
  readonly read: (record: LogRecord) => void;
  readonly finish: () => void;
}

/**
 * Learns, before anything is handled, what waits in the tiers of a partition and which keys are held, and puts up the
 * fence: an epoch above every one before, committed with the tiers' ends. Keys only; no value is decoded.
 */
export class TakeOver {
  readonly router: RetryRouter;
  readonly heldKeys: HeldKeys | undefined;
  /** Of the tiers, then of the holds' log. */
  readonly #fenced: TakeOverFences;
  #readings: Reading[];
  /** Tiers (index of their stream) with stale copies that were not noted as done before. */
  readonly #stale = new Set<number>();

  constructor(private readonly parts: TakeOverParts) {
    const { streams, holds } = parts;
    const tiers = streams.slice(1);
    const storedOf = (assigned: AssignedPartition) => decodeCommitMetadata(assigned.watermark, assigned.storedMetadata);
    const stored = streams.map(({ assigned }) => storedOf(assigned));
    const storedHolds = holds === undefined ? undefined : storedOf(holds);
    this.#fenced = new TakeOverFences([
      ...tiers.map(({ assigned }, index) => ({ fences: stored[index + 1]!.fences, endOffset: assigned.endOffset })),
      ...(holds === undefined ? [] : [{ fences: storedHolds!.fences, endOffset: holds.endOffset }]),
    ]);
    const storedEpoch = Math.max(0, ...stored.map(({ epoch }) => epoch ?? 0), storedHolds?.epoch ?? 0);
    this.router = new RetryRouter({
      tierCount: tiers.length,
      epoch: storedEpoch + 1,
      ends: this.#fenced.ends,
      fences: this.#fenced.fences,
      isFenced: !parts.hasInbox,
      isSourceDone: (offset) => streams[0]!.assigned.isDone(offset),
    });
    const { topicId, hasInbox } = parts;
    const { maxHeldKeys: maxKeys } = parts.control.limits;
    const keyOptions = { isFenced: !hasInbox, topicId, maxKeys };
    this.heldKeys = holds === undefined ? undefined : new HeldKeys(this.#holdsFence, keyOptions);
    this.#readings = [...tiers.flatMap((tier) => this.#tierReading(tier)), ...this.#holdsReading(holds)];
  }

  get #holdsFence(): EpochFence {
    return this.#fenced.fences.at(-1)!;
  }

  /** Takes in what was fetched so far. Answers whether nothing is left to read. */
  read(): boolean {
    failpointSync('during-rebuild');
    this.#readings = this.#readings.filter((reading) => !this.#readOn(reading));
    return this.#readings.length === 0;
  }

  /** Commits epoch and fences. Answers whether they are stored; nothing may be handled before. */
  async commit(): Promise<boolean> {
    const { streams, holds, control } = this.parts;
    const { epoch } = this.router;
    const fenced = streams.map(({ assigned }, index) => [assigned, this.#fenced.fences[index - 1]] as const);
    const all = holds === undefined ? fenced : [...fenced, [holds, this.#holdsFence] as const];
    this.#fenced.raise(epoch);
    // They would add up for as long as a record waits at the watermark.
    for (const { index } of streams) if (index > 0 && !this.#stale.has(index)) this.#fenced.settle(index - 1);
    for (const [assigned, fence] of all) {
      assigned.metadata = (done) => {
        // Stale markers stay readable until they are written over.
        if (assigned !== holds) fence?.prune(done.watermark);
        return assigned.describe(done, { epoch, fences: fence?.points ?? [] });
      };
    }
    await failpoint('before-epoch-commit');
    const isStored = await control.commit(all.flatMap(([assigned]) => assigned.uncommitted() ?? []));
    await failpoint('after-epoch-commit');
    return isStored;
  }

  /** Commits what is done by now in the partition and its tiers. Answers whether all of it is stored. @throws what `flush` throws */
  async store(flush: (streams: readonly FlowStream[]) => Promise<void>): Promise<boolean> {
    const { streams, control } = this.parts;
    const partitions = streams.map(({ assigned }) => assigned);
    await settleDone(partitions, () => flush(streams));
    await failpoint('before-release-commit');
    const isStored = await control.commit(partitions.flatMap((assigned) => assigned.uncommitted() ?? []));
    return isStored && partitions.every(({ fitsMetadata }) => fitsMetadata);
  }

  /** Once no stale marker is left below the end of the holds' log as it was at the take-over, its older fences say nothing. */
  pruneHolds(): void {
    if (this.heldKeys?.disowned.length === 0) this.#fenced.settle(this.#fenced.ends.length - 1);
  }

  #readOn({ assigned, endOffset, read, finish }: Reading): boolean {
    for (;;) {
      const batch = assigned.queue.take(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      if (batch === undefined) break;
      for (const record of batch.records) if (record.offset < endOffset) read(record);
    }
    this.parts.control.drained(assigned);
    if (assigned.fetchPosition < endOffset) return false;
    finish();
    return true;
  }

  #tierReading(stream: FlowStream): readonly Reading[] {
    const { assigned, index } = stream;
    const { endOffset, watermark } = assigned;
    if (watermark >= endOffset) return [];
    const { groupId, plan, topicId, control } = this.parts;
    const read = (record: LogRecord): void => {
      if (assigned.isDone(record.offset) || isClockProbe(record)) return;
      const { copy } = readCopy(record, { group: groupId, topic: plan.topic, tier: index });
      const route = routeOf(record, copy, { stream: index, rules: { ordering: plan.ordering, topicId } });
      if (this.router.rebuild(index, record.offset, route)) return;
      this.#stale.add(index);
      stream.pass(record.offset);
    };
    // Copies carry twenty headers and an event each: what is not looked at is not made either.
    control.narrow(assigned, retryHeaderNames);
    const finish = (): void => {
      control.narrow(assigned, undefined);
      control.rewind(assigned, assigned.watermark);
      stream.reset();
    };
    return [{ assigned, endOffset, read, finish }];
  }

  #holdsReading(holds: AssignedPartition | undefined): readonly Reading[] {
    if (holds === undefined || holds.fetchPosition >= holds.endOffset) return [];
    const read = (record: LogRecord): void => this.readHold(record);
    // Commits can be lost while markers are kept: a zombie that wrote one must not be the newer of the two.
    const finish = (): void => this.router.meet(this.heldKeys!.highestEpoch);
    return [{ assigned: holds, endOffset: holds.endOffset, read, finish }];
  }

  /** Takes in what was written to the holds' log since. */
  readHoldsOn(): void {
    const { holds, control } = this.parts;
    if (holds === undefined) return;
    for (;;) {
      const batch = holds.queue.take(recordsPerTurn, Number.MAX_SAFE_INTEGER);
      if (batch === undefined) break;
      for (const record of batch.records) this.readHold(record);
    }
    control.drained(holds);
  }

  /** Takes in a record of the holds' log, now or later. */
  readHold(record: LogRecord): void {
    const read = readHoldMarker(record);
    if (read === undefined || record.key === null) return;
    this.heldKeys!.read(record.offset, record.key.toString('latin1'), read.epoch, read.marker);
  }
}
