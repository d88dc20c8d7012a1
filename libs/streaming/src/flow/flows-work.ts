import { SpillwayError } from '@spillway/events';
import { failpoint } from '../failpoints/failpoint.js';
import { partitionKey } from '../ports/partition-key.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { MemberControl, MemberWork } from '../member/member-work.js';
import { settlesWithin } from '../concurrency/settles-within.js';
import { ApartPartitions } from './plan/apart-partitions.js';
import type { FlowParts } from './flow-parts.js';
import type { FlowStatus } from './flow-status.js';
import { FlowStream } from './intake/flow-stream.js';
import { notePassed } from './end/note-passed.js';
import { PartitionFlow } from './partition-flow.js';
import { PauseRequests, type PauseRequest } from './pause-requests.js';
import { settleDone } from './end/settle-done.js';

const notePatienceMs = 1_000;

export type TopicFlowParts = Omit<FlowParts, 'control' | 'topicId' | 'maxOpenBytes' | 'onWaiting'>;

export interface FlowsWorkOptions {
  /** As their plans are now. */
  readonly topics: () => readonly TopicFlowParts[];
  /** All that was told so far is in the ledger; undefined for a group that keeps none. */
  readonly flushLedger: (() => Promise<void>) | undefined;
  /** Gives retry topics the partitions of their source. */
  readonly bringTogether: () => Promise<void>;
}

/** Runs one flow for each partition of a group's topics, together with the same partition of the topic's tiers. */
export class FlowsWork implements MemberWork {
  #flows: PartitionFlow[] = [];
  /** By each partition it reads. */
  #flowOf: ReadonlyMap<AssignedPartition, PartitionFlow> = new Map();
  readonly #pauses = new PauseRequests();
  readonly #apart: ApartPartitions;
  /** Of the group's topics themselves. */
  #partitionCount = 0;
  #isStopping = false;
  #isReconsidering = false;
  #rest: () => void = () => {};
  readonly #resting = new Promise<void>((resolve) => (this.#rest = resolve));

  constructor(
    private readonly control: MemberControl,
    private readonly options: FlowsWorkOptions,
  ) {
    const { groupId, clock, logger } = options.topics()[0]!;
    this.#apart = new ApartPartitions({
      ...{ groupId, clock, logger },
      bringTogether: options.bringTogether,
      renew: (reason) => control.renew(reason),
      onChange: () => this.#report(),
    });
  }

  begin(partitions: readonly AssignedPartition[]): void {
    this.interrupt();
    if (this.#holdsBack) for (const assigned of partitions) assigned.holdBack();
    const topics = new Set(this.options.topics().map(({ plan }) => plan.topic));
    this.#partitionCount = partitions.filter(({ topic }) => topics.has(topic)).length;
    const byKey = new Map(partitions.map((assigned) => [partitionKey(assigned), assigned]));
    const apart: AssignedPartition[] = [];
    const flows = this.options.topics().flatMap((parts) =>
      partitions
        .filter(({ topic }) => topic === parts.plan.topic)
        .map((main) => this.#createFlow(parts, main, { byKey, apart }))
        .filter((flow) => flow !== undefined),
    );
    this.#flows = flows;
    this.#flowOf = new Map(flows.flatMap((flow) => flow.reads.map((assigned) => [assigned, flow] as const)));
    this.#heedPauses();
    for (const flow of flows) flow.begin();
    this.#apart.found(apart);
    this.#report();
  }

  run(): Promise<void> {
    return this.#resting;
  }

  wake(assigned: AssignedPartition): void {
    this.#flowOf.get(assigned)?.wake();
  }

  /** What made flows wait may be over: a breaker changed, a budget was released. They look once a turn, however often it is said. */
  reconsider(): void {
    if (this.#isReconsidering) return;
    this.#isReconsidering = true;
    setImmediate(() => {
      this.#isReconsidering = false;
      for (const flow of this.#flows) flow.reconsider();
    });
  }

  progressed(records: number): void {
    this.control.progressed(records);
  }

  interrupt(): void {
    const lost = this.#flows.filter((flow) => !flow.isHeld);
    this.#flows = this.#flows.filter((flow) => flow.isHeld);
    for (const flow of lost) {
      flow.end();
      if (flow.isPaused) this.#tellPaused(flow, false);
    }
  }

  /** What operators want paused, whatever partitions there are. */
  get pauseRequests(): readonly PauseRequest[] {
    return this.#pauses.all;
  }

  /** Heeded by what runs now and by what comes later. */
  pause(request: PauseRequest): void {
    this.#pauses.add(request);
    this.#heedPauses();
  }

  statuses(): readonly FlowStatus[] {
    return this.#flows.map((flow) => flow.status());
  }

  /** @returns how many letters were sent back; undefined when no partition of ours holds the key */
  async releaseKey(topic: string, key: Buffer, job: string): Promise<number | undefined> {
    return this.#flows.find((flow) => flow.topic === topic && flow.keys.isHeld(key))?.keys.release(key, job);
  }

  #heedPauses(): void {
    for (const flow of this.#flows) {
      const isPaused = this.#pauses.isPaused(flow.topic, flow.partition);
      if (isPaused === flow.isPaused) continue;
      flow.pause(isPaused);
      this.#tellPaused(flow, isPaused);
    }
  }

  #tellPaused({ topic, partition }: PartitionFlow, isPaused: boolean): void {
    const { groupId, metrics } = this.options.topics()[0]!;
    const labels = { group: groupId, topic, partition: String(partition) };
    metrics.set('spillway_consumer_paused', isPaused ? 1 : 0, labels);
  }

  stopTaking(): void {
    this.#isStopping = true;
    this.#apart.end();
    for (const flow of this.#flows) flow.stopTaking();
    this.#restWhenIdle();
  }

  giveBack(): void {
    for (const flow of this.#flows) flow.end();
    this.#rest();
  }

  async beforeCommit(): Promise<void> {
    const settling = this.#holdsBack ? this.control.assigned() : [];
    await settleDone(settling, () => this.#tell());
    // A full ledger, or too many runs for a commit, had kept them from taking more.
    for (const flow of this.#flows) flow.wake();
  }

  /** What is done is committed only when ledger and inbox have it: who comes next would begin below the commit. */
  get #holdsBack(): boolean {
    return this.options.flushLedger !== undefined || this.options.topics()[0]!.marks !== undefined;
  }

  /** @throws when something is not told; a store that does not answer holds up neither the next turn nor the end */
  async #tell(): Promise<void> {
    await this.options.flushLedger?.();
    await failpoint('before-passed-note');
    const topics = this.options.topics();
    const marksOf = new Map(topics.map(({ plan, marks }) => [plan.topic, marks]));
    const noted = Promise.all(this.#flows.map(({ topic, streams }) => notePassed(streams, marksOf.get(topic))));
    const hasAnswered = await settlesWithin(
      noted.catch(() => undefined),
      notePatienceMs,
      topics[0]!.clock,
    );
    if (!hasAnswered) throw new SpillwayError('SPW-6001', 'The state store does not answer');
    await noted;
  }

  /** What has no flow waits for an operator, or for its retry topics. */
  explains(assigned: AssignedPartition): boolean | string {
    return this.#flowOf.get(assigned)?.explains(assigned) ?? true;
  }

  #createFlow(
    parts: TopicFlowParts,
    main: AssignedPartition,
    { byKey, apart }: { readonly byKey: ReadonlyMap<string, AssignedPartition>; readonly apart: AssignedPartition[] },
  ): PartitionFlow | undefined {
    const { plan, brokerClock } = parts;
    const steadyMs = (): number => brokerClock.localMs();
    const find = (topic: string): AssignedPartition | undefined =>
      byKey.get(partitionKey({ topic, partition: main.partition }));
    const tiers = plan.tiers.map(({ topic }) => find(topic));
    const holds = plan.holds === undefined ? undefined : find(plan.holds);
    const isWhole = tiers.every((tier) => tier !== undefined) && (plan.holds === undefined) === (holds === undefined);
    const together = [main, ...tiers, holds].filter((assigned) => assigned !== undefined);
    if (!isWhole) {
      for (const assigned of together) this.control.pause(assigned);
      apart.push(main);
      return undefined;
    }
    if (together.some(({ incident }) => incident !== undefined)) {
      // What waits in the tiers and what is held cannot be told without the other: all of them wait for the operator.
      for (const assigned of together) this.control.pause(assigned);
      return undefined;
    }
    const streams = [
      new FlowStream(main, 0, 0, steadyMs),
      ...tiers.map((tier, index) => new FlowStream(tier, index + 1, plan.tiers[index]!.delayMs, steadyMs)),
    ];
    const own = {
      control: this.control,
      maxOpenBytes: this.control.limits.maxOpenBytes / this.#partitionCount,
      topicId: main.topicId,
      onWaiting: () => this.#report(),
    };
    return new PartitionFlow({ ...parts, ...own }, streams, holds);
  }

  #report(): void {
    if (this.#isStopping) return this.#restWhenIdle();
    const waitingFor = [this.#apart.reason, ...this.#flows.map((flow) => flow.waitingFor)];
    const reasons = new Set(waitingFor.filter((reason) => reason !== undefined));
    this.control.rebuilding(this.#flows.some((flow) => flow.isRebuilding));
    if (reasons.size === 0) this.control.recovered();
    else this.control.suspended([...reasons].slice(0, 3).join('; '));
  }

  #restWhenIdle(): void {
    if (this.#flows.every((flow) => !flow.isBusy)) this.#rest();
  }
}
