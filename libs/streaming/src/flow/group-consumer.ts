import { HandlerTable } from './intake/handler-table.js';
import type { HandlerBinding } from '../group/handler-binding.js';
import { noLedger, type DeliveryLedger } from '../ports/delivery-ledger.js';
import type { EventCodec } from '../ports/event-codec.js';
import type { StateStore } from '../ports/state-store.js';
import { noTracing, type Tracing } from '../ports/tracing.js';
import type { RecordPosition } from '../ports/record.js';
import { Breakers } from '../outage/breakers.js';
import { DeadLetterBudget } from '../outage/dead-letter-budget.js';
import { SpillwayError } from '@spillway/events';
import { EventPublisher } from '../publishing/event-publisher.js';
import { FollowUps } from '../publishing/follow-ups.js';
import { withinSession } from '../publishing/within-session.js';
import { BrokerClocks } from '../retry/clocks/broker-clocks.js';
import { defaultOutageMs } from '../retry/tiers/retry-topics.js';
import type { ConsumerStatus } from '../member/consumer-status.js';
import { findGroupStarts, type GroupTopics, type OwnTopics } from '../positions/find-group-starts.js';
import { GroupMember } from '../member/group-member.js';
import type { IncidentHandling } from '../assignment/incident-handling.js';
import type { MemberOptions } from '../member/member-options.js';
import type { StartFrom } from '../group/start-from.js';
import type { GroupDefinition } from '../group/group-definition.js';
import { assertGroup } from '../group/assert-group.js';
import type { AttemptResult } from './item/attempt-result.js';
import { AttemptWatch } from './attempt/attempt-watch.js';
import { newFlowCounters, type FlowCounters } from './flow-counters.js';
import { FlowsWork, type TopicFlowParts } from './flows-work.js';
import { tracedTransport } from '../telemetry/traced-transport.js';
import { GroupPlans } from './plan/group-plans.js';
import type { DrainedTier, GroupReport } from './group-report.js';
import { Gate } from './gate/gate.js';
import { GroupMeter } from './group-meter.js';
import { inboxIncidents } from './end/inbox-incidents.js';
import { InboxMarks } from './end/inbox-marks.js';
import { KnownEvents } from './intake/known-events.js';
import { KnownFailures } from './item/known-failures.js';
import { LateWarnings } from './attempt/late-warnings.js';
import { noteLost } from './end/note-lost.js';
import { noteUnrecorded } from './end/note-unrecorded.js';
import { Parking } from './end/parking.js';
import type { PauseTarget } from './pause-requests.js';
import type { TopicPlan } from './plan/topic-plan.js';

export interface GroupConsumerOptions extends Pick<
  MemberOptions,
  'transport' | 'limits' | 'clock' | 'logger' | 'metrics' | 'onAssigned'
> {
  readonly group: GroupDefinition;
  readonly handlers: readonly HandlerBinding[];
  readonly codec: Pick<EventCodec, 'decode' | 'encode'>;
  /** With it, what handlers write in their transaction happens exactly once. Without: at least once. */
  readonly state?: StateStore;
  readonly ledger?: DeliveryLedger;
  readonly tracing?: Tracing;
  /** Shared by the groups of a process, since they share what they depend on. */
  readonly breakers?: Breakers;
  /** Of the application, for dead letters. */
  readonly appVersion?: string;
  readonly newId?: () => string;
  /** For handlers that name no time-out. Default 60 s. */
  readonly handlerTimeoutMs?: number;
  /** How long after its time-out a handler may take to settle before the process is given up. Default 30 s. */
  readonly settleGraceMs?: number;
  /**
   * How long the group may be away without losing what waits: its retry topics must keep records for their delay and this.
   * Default 7 days.
   */
  readonly outageMs?: number;
}

const defaultHandlerTimeoutMs = 60_000;
const defaultSettleGraceMs = 30_000;

/**
 * One member of a group with handlers: decodes, keeps order, calls handlers, retries by tiers, parks dead letters, waits
 * for what is away, commits what is done.
 *
 * Promised: every delivery ends as completed or as a dead letter with its bytes and cause; the order the group asked for
 * holds for first deliveries, through retries, restarts and rebalances; a failing event holds up its key at most; an
 * outage dead-letters nothing.
 */
export class GroupConsumer {
  readonly group: GroupDefinition;
  readonly #options: GroupConsumerOptions;
  readonly #plans: GroupPlans;
  readonly #counters: ReadonlyMap<string, FlowCounters>;
  readonly #member: GroupMember;
  readonly #gate: Gate;
  readonly #breakers: Breakers;
  readonly #unsubscribe: () => void;
  readonly #ended = new AbortController();
  #work!: FlowsWork;
  readonly #watch: AttemptWatch;
  #stuck: unknown;
  #failed: (reason: unknown) => void = () => {};
  /** Resolves with the reason when it stopped working for good: only a new process helps. */
  readonly failed: Promise<unknown>;

  /** @throws SpillwayError `SPW-5004`, `SPW-5023` when handlers, group and retry policy do not fit */
  constructor(options: GroupConsumerOptions) {
    const { group, clock, logger, metrics, ledger } = options;
    assertGroup(group);
    // Copies and follow-ups of a member that was given up without a word would come beside those of its successor.
    this.#options = { ...options, transport: withinSession(options.transport) };
    this.group = group;
    this.failed = new Promise((resolve) => (this.#failed = resolve));
    const { transport, outageMs = defaultOutageMs } = this.#options;
    this.#plans = new GroupPlans({ group, admin: () => transport.admin(), logger, outageMs });
    this.#counters = new Map(Object.keys(group.topics).map((topic) => [topic, newFlowCounters()]));
    const breakers = options.breakers ?? new Breakers({ clock, logger, metrics });
    this.#breakers = breakers;
    // Their state is shown before the first of them is needed.
    for (const { dependencies = [] } of options.handlers) for (const name of dependencies) breakers.get(name);
    this.#gate = new Gate(
      breakers,
      (handler) =>
        new DeadLetterBudget({
          groupId: group.name,
          handler,
          clock,
          logger,
          metrics,
          onChange: () => this.#work.reconsider(),
        }),
    );
    this.#watch = this.#attemptWatch();
    const parts = this.#topicParts();
    this.#member = new GroupMember(this.#memberOptions(), (control) => {
      this.#work = new FlowsWork(control, {
        topics: () => parts.map((each) => ({ ...each, ...this.#plans.partsOf(each.plan.topic) })),
        flushLedger: ledger === undefined ? undefined : () => ledger.flush(),
        bringTogether: () => this.#plans.bringTogether(),
      });
      return this.#work;
    });
    void this.#member.failed.then((reason) => this.#failed(reason));
    this.#unsubscribe = breakers.onChange(() => this.#work.reconsider());
  }

  /**
   * Joins the group. Resolves when partitions were assigned; rejects when it cannot join. What may pass (a log that does
   * not answer, a topic without a leader) is waited for, for up to `limits.startTimeoutMs`.
   *
   * @throws SpillwayError `SPW-1103` when a topic of the group is missing, `SPW-1104` when a retry topic has more
   *   partitions than its source, or may not get those it lacks, `SPW-5024` when a topic of the group keeps too little
   */
  async start(): Promise<void> {
    await this.#member.start();
  }

  /**
   * Stops taking, lets what runs finish within the grace (or gives it back), commits, leaves. Idempotent. A handler that
   * runs on even then fails the consumer with `SPW-5031`: nothing is committed for it, and its process is to end loudly.
   */
  async stop(): Promise<void> {
    await this.#member.stop();
    await this.#watch.end();
    this.#ended.abort();
    this.#unsubscribe();
  }

  status(): ConsumerStatus {
    const status = this.#member.status();
    if (this.#stuck === undefined || status.state === 'stopped') return status;
    return { ...status, state: 'failed', reason: String(this.#stuck) };
  }

  /**
   * Lets a partition of this member go on behind its gap (`status().incidents`), of a recreated topic from its beginning.
   * Resolves when that is stored; what it then reads comes soon after.
   *
   * @throws SpillwayError `SPW-5042` when it stands at no gap here, or its position is gone and only `startFrom` helps
   */
  acceptGap(topic: string, partition: number): Promise<void> {
    return this.#member.answers.acceptGap({ topic, partition });
  }

  /**
   * Says from where the partitions of this member go on that an incident has stopped, whatever it was; no other is
   * touched. Each member of the group has to be asked. Events that the inbox knows are not handled again.
   *
   * @returns where they go on; empty when none was stopped
   */
  startFrom(position: StartFrom): Promise<readonly RecordPosition[]> {
    return this.#member.answers.startFrom(position);
  }

  /** What became of deliveries in this process, by topic. */
  counters(): Readonly<Record<string, FlowCounters>> {
    return Object.fromEntries([...this.#counters].map(([topic, counters]) => [topic, { ...counters }]));
  }

  /** Partitions with their states, and what keeps them from going on. */
  report(): GroupReport {
    return {
      flows: this.#work.statuses(),
      pauseRequests: this.#work.pauseRequests,
      drained: this.#drained(),
      budgets: this.#gate.budgets(),
      breakers: this.#breakers.unclosed.map(({ dependency, state }) => ({ dependency, state })),
    };
  }

  /**
   * Fetches and begins no more of these partitions, in this process: what runs finishes, nothing is given up, and the
   * group keeps its members. Holds through rebalances, for partitions that come later too, until `resume` or a restart.
   *
   * @throws SpillwayError `SPW-5202` when the topic is none of the group
   */
  pause(target: PauseTarget = {}): void {
    this.#requestPause(target, true);
  }

  /** Ends `pause`, for a part of what was paused too. */
  resume(target: PauseTarget = {}): void {
    this.#requestPause(target, false);
  }

  /**
   * An operator says that a handler is well again: its dead-letter budget begins anew.
   *
   * @throws SpillwayError `SPW-5209` when no handler of this name was called
   */
  releaseHandler(handler: string): void {
    if (this.#gate.release(handler)) return;
    const { name } = this.#options.group;
    throw new SpillwayError('SPW-5209', `${name} has called no handler ${handler}`);
  }

  /**
   * Lets a key go on that its dead letters hold (`whenDeadLettered: 'hold'`): they are sent back in order, then the key
   * is free; what came after waits behind them.
   *
   * @returns how many dead letters were sent back
   * @throws SpillwayError `SPW-5202` the topic holds no keys · `SPW-5204` nothing to send back by · `SPW-5205` the key is
   *   not held in a partition of this process · `SPW-5206` (retryable) events of the key are still on their way
   */
  async releaseKey(topic: string, key: Buffer): Promise<number> {
    const { group, newId = () => crypto.randomUUID() } = this.#options;
    this.#assertTopic(topic);
    if (this.#plans.of(topic).holds === undefined)
      throw new SpillwayError('SPW-5202', `Dead letters of ${group.name} on ${topic} leave their key free`);
    const sent = await this.#work.releaseKey(topic, key, `release-${newId()}`);
    if (sent !== undefined) return sent;
    const own = this.#work.statuses().filter((flow) => flow.topic === topic);
    const partitions = own.map(({ partition }) => partition).join(', ');
    throw new SpillwayError('SPW-5205', `No partition of ${topic} here (${partitions}) holds this key`);
  }

  #drained(): readonly DrainedTier[] {
    const { partitions } = this.#member.status();
    const leftOf = (tier: string): number =>
      partitions.filter(({ topic }) => topic === tier).reduce((sum, { lag }) => sum + lag, 0);
    return this.#plans.all.flatMap(({ topic, tiers }) =>
      tiers
        .filter(({ use }) => use === 'drained')
        .map((tier) => ({ topic, tier: tier.topic, left: leftOf(tier.topic) })),
    );
  }

  #requestPause(target: PauseTarget, isPaused: boolean): void {
    if (target.topic !== undefined) this.#assertTopic(target.topic);
    const { group, logger } = this.#options;
    this.#work.pause({ ...target, isPaused });
    logger.info({ groupId: group.name, ...target }, `An operator ${isPaused ? 'paused' : 'resumed'} the group`);
  }

  #assertTopic(topic: string): void {
    if (this.#counters.has(topic)) return;
    throw new SpillwayError('SPW-5202', `${this.#options.group.name} does not read ${topic}`);
  }

  #memberOptions(): MemberOptions {
    const { group, transport, limits, clock, logger, metrics, onAssigned, tracing } = this.#options;
    const plans = this.#plans;
    return {
      transport: tracing === undefined ? transport : tracedTransport(transport, tracing),
      groupId: group.name,
      get topics() {
        return plans.topics;
      },
      prepare: () => plans.prepare(),
      mayVanish: (topic) => plans.isDrained(topic),
      findStarts: (partitions, seen) => findGroupStarts(this.#topics(), transport.admin(), partitions, seen),
      incidents: this.#incidentHandling(),
      ...(onAssigned === undefined ? {} : { onAssigned }),
      ...(limits === undefined ? {} : { limits }),
      clock,
      logger,
      metrics,
    };
  }

  #topics(): GroupTopics {
    const { group, state, ledger } = this.#options;
    const ownOf = ({ tiers, holds, deadLetters }: TopicPlan): OwnTopics => ({
      tiers: tiers.map(({ topic }) => topic),
      holds,
      deadLetters,
    });
    return {
      groupId: group.name,
      startFrom: group.startFrom,
      sources: new Map(this.#plans.all.map((plan) => [plan.topic, ownOf(plan)])),
      loadDone: state === undefined ? undefined : (partitions) => state.inbox.load(group.name, partitions),
      ...(ledger === undefined ? {} : { onUnrecorded: (unrecorded) => noteUnrecorded(unrecorded, ledger) }),
    };
  }

  #incidentHandling(): IncidentHandling {
    const { group, state, ledger = noLedger } = this.#options;
    const stateful = state === undefined ? {} : inboxIncidents(group.name, state);
    return {
      ...stateful,
      isSource: (topic) => this.#counters.has(topic),
      onIncident: (incident) => noteLost(incident, ledger),
    };
  }

  #topicParts(): TopicFlowParts[] {
    const { group, handlers, codec, transport, state, ledger = noLedger, clock, logger, metrics } = this.#options;
    const { appVersion, newId = () => crypto.randomUUID(), tracing = noTracing } = this.#options;
    const sink = transport.sink();
    const publisher = new EventPublisher({ sink, codec, clock, newId, tracing });
    const late = new LateWarnings({ groupId: group.name, clock, logger });
    const reading = {
      codec,
      clock,
      routes: new HandlerTable(group, handlers),
      followUps: new FollowUps(group.name, publisher, tracing, (place, error) => late.refused(place, error)),
    };
    const brokerClock = new BrokerClocks(clock);
    const shared = {
      groupId: group.name,
      appVersion,
      reading,
      gate: this.#gate,
      reader: transport.reader(),
      parking: new Parking({ groupId: group.name, sink, clock, brokerClock, logger, tracing }),
      ledger,
      brokerClock,
      beganAtEnd: group.startFrom === 'latest',
      clock,
      logger,
      metrics,
    };
    const watch = this.#watch;
    const meter = new GroupMeter(group.name, metrics);
    return this.#plans.all.map((plan) => {
      const { classify, fingerprint } = group.topics[plan.topic]!;
      const timeoutMs = this.#options.handlerTimeoutMs ?? defaultHandlerTimeoutMs;
      return {
        ...shared,
        ...this.#plans.partsOf(plan.topic),
        failures: new KnownFailures(fingerprint),
        attempts: {
          ...{ groupId: group.name, state, clock, watch, tracing, late, classify, timeoutMs },
          keepsOrder: plan.ordering === 'partition',
        },
        marks: state === undefined ? undefined : new InboxMarks(group.name, plan.topic, state),
        known: state === undefined ? undefined : new KnownEvents(group.name, state.inbox),
        counters: this.#counters.get(plan.topic)!,
        onFinished: (topic: string, records: number) => {
          meter.finished(topic, records);
          this.#work.progressed(records);
        },
        onCalled: (durationMs: number, results: readonly AttemptResult[]) =>
          meter.called(plan.topic, durationMs, results),
      };
    });
  }

  #attemptWatch(): AttemptWatch {
    const { group, clock, logger, settleGraceMs = defaultSettleGraceMs } = this.#options;
    return new AttemptWatch({
      clock,
      signal: this.#ended.signal,
      settleGraceMs,
      onOverdue: (name) =>
        this.#member.handlersOverdue(
          name === undefined ? undefined : `${name} does not settle though its time is over`,
        ),
      onStuck: (error) => {
        this.#stuck = error;
        logger.error({ groupId: group.name, errorCode: error.code }, `${error.message}; the process is given up`);
        this.#failed(error);
      },
    });
  }
}
