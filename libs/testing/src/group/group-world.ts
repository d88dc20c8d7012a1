import { deadLetterTopic } from '@spillway/events';
import {
  MemoryLog,
  memoryTransport,
  noMetrics,
  OutboxRelay,
  groupTiers,
  retryTopicDefinitions,
  silentLogger,
  type MemoryTransport,
  type StateStore,
} from '@spillway/streaming';
import type { CheckedTopic, DeliveryHistory } from '../checker/delivery-history.js';
import { virtualClock } from '../clock/virtual-clock.js';
import { jsonCodec } from '../codec/json-codec.js';
import { FaultInjector } from '../faults/fault-injector.js';
import { HistoryRecorder } from '../history/history-recorder.js';
import { ignoring, readLoggedRecords } from '../history/read-logged-records.js';
import { memoryStateStore } from '../state/memory-state-store.js';
import type { ArrivingEvent } from './arriving-event.js';
import { acceptGaps } from './accept-gaps.js';
import { GroupMemberProcess, type SharedParts } from './group-member-process.js';
import { isSettled } from './is-settled.js';
import { RunJournal } from './run-journal.js';
import type { TestGroupOptions } from './test-group-options.js';

const stepMs = 50;
const dayMs = 86_400_000;
/** Longer than a commit's turn, so that what is done is stored. */
const commitTurnMs = 2_500;
/** Turns of the event loop between two moments while something happens: what was begun gets on, and no time passes. */
const busyTurns = 5;
/** Only for metrics. */
const rareMs = 60_000;

/** A log, a group of processes on it, and time: all of a run. Steps act on it; `GroupRun` tells what came of it. */
export class GroupWorld {
  readonly clock = virtualClock({ turns: () => this.#turns() });
  readonly journal = new RunJournal(this.clock.nowMs);
  readonly faults = new FaultInjector(this.clock, (fault, name) => {
    this.isUndisturbed = false;
    if (fault.at === 'transaction') this.hasStoreFailed = true;
    this.journal.note(`fault: ${fault.at}${name === undefined ? '' : ` ${name}`}: ${fault.does}`);
  });
  readonly recorder: HistoryRecorder;
  readonly transport: MemoryTransport;
  readonly state: StateStore | undefined;
  readonly topics: readonly CheckedTopic[];
  isUndisturbed = true;
  /** A transaction of the state store did not what it should. */
  hasStoreFailed = false;
  /** Gaps that the run has made on purpose are accepted as they are found. */
  acceptsGaps = false;
  readonly #shared: SharedParts;
  #members: GroupMemberProcess[] = [];
  #relay: OutboxRelay | undefined;
  #isStarted = false;
  #isPaused = false;
  readonly #zombies = new Set<string>();
  #membersMade = 0;
  #eventsMade = 0;
  #lastCount = 0;

  private constructor(readonly options: TestGroupOptions) {
    const { clock, journal, faults } = this;
    const log = new MemoryLog({ id: 'test' });
    this.recorder = new HistoryRecorder(clock.nowMs, ({ member, topic, partition, offset }) =>
      journal.note(`${member} committed ${topic}/${partition}@${offset}`),
    );
    this.transport = memoryTransport({ log, clock });
    const codec = options.codec ?? jsonCodec(options.events);
    this.state = options.state === true ? memoryStateStore({ nowMs: clock.nowMs }) : options.state || undefined;
    this.topics = checkedTopics(options);
    const { handlers: given } = options;
    const handlers = typeof given === 'function' ? given({ clock, state: this.state }) : given;
    this.#shared = {
      options,
      handlers,
      log,
      clock,
      codec,
      state: this.state,
      faults,
      recorder: this.recorder,
      journal,
    };
  }

  /** Makes the topics; starts nothing. */
  static async open(options: TestGroupOptions): Promise<GroupWorld> {
    const world = new GroupWorld(options);
    const { group, events } = options;
    const mains = Object.keys(group.topics);
    const others = events.map(({ topic }) => topic).filter((topic) => !mains.includes(topic));
    const partitionsOf = (topic: string): number => partitionCount(options, topic);
    await world.transport
      .admin()
      .ensureTopics([
        ...[...mains, ...new Set(others)].map((name) => ({ name, partitions: partitionsOf(name) })),
        ...mains.flatMap((topic) => retryTopicDefinitions(group, topic, partitionsOf(topic))),
      ]);
    return world;
  }

  get codec(): SharedParts['codec'] {
    return this.#shared.codec;
  }

  get log(): MemoryLog {
    return this.#shared.log;
  }

  /** The processes that live, in the order of their joining. */
  get members(): readonly GroupMemberProcess[] {
    return this.#members;
  }

  /** Appends as a producer does, one after the other. */
  async arrive(events: readonly ArrivingEvent[]): Promise<void> {
    const sink = this.recorder.below(this.transport, 'producer').sink();
    for (const arriving of events) {
      const record = await arriving.toRecord(this.codec, () => `event-${++this.#eventsMade}`);
      const { topic, partition, offset } = await sink.append(record);
      this.journal.note(`${arriving.label} arrived at ${topic}/${partition}@${offset}`);
    }
  }

  /** Starts the processes of the group unless that was done. */
  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#startRelay();
    for (let member = 0; member < (this.options.members ?? 1); member++) await this.join();
  }

  async join(): Promise<GroupMemberProcess> {
    const member = new GroupMemberProcess(`m${++this.#membersMade}`, this.#shared);
    if (this.#members.length > 0) this.isUndisturbed = false;
    this.journal.note(`${member.name} joins`);
    this.#members.push(member);
    void member.consumer.failed.then((reason) => this.#supervise(member, reason));
    await this.whileTimePasses(member.consumer.start());
    return member;
  }

  /** @param index which of those that live; the first when absent */
  async leave(index = 0): Promise<void> {
    const member = this.#take(index);
    this.isUndisturbed = false;
    this.journal.note(`${member.name} stops`);
    await this.whileTimePasses(member.stop());
  }

  async crash(index = 0): Promise<void> {
    const member = this.#take(index);
    this.isUndisturbed = false;
    this.journal.note(`${member.name} is killed`);
    await member.kill();
    // Its timers end; it can do nothing any more.
    void member.consumer.stop();
  }

  async cutOff(index = 0): Promise<void> {
    const member = this.#members[index]!;
    this.isUndisturbed = false;
    this.#zombies.add(member.name);
    this.journal.note(`${member.name} is cut off from the coordinator and goes on`);
    await member.cutOff();
  }

  reconnect(): void {
    for (const member of this.#members.filter(({ isCutOff }) => isCutOff)) {
      this.journal.note(`${member.name} learns that it was given up`);
      member.reconnect();
    }
  }

  /** All processes that live, by an operator. */
  pause(isPaused: boolean): void {
    if (!isPaused && !this.#isPaused) return;
    this.#isPaused = isPaused;
    this.journal.note(`an operator ${isPaused ? 'pauses' : 'resumes'} the group`);
    for (const { consumer } of this.#members) {
      if (isPaused) consumer.pause();
      else consumer.resume();
    }
  }

  /** A group whose last process has left goes on with another. */
  async ensureMember(): Promise<void> {
    await this.start();
    if (this.#members.length === 0) await this.join();
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  /**
   * Lets time pass until the group has done everything in its topics and has committed it.
   *
   * @throws Error with the journal when that does not happen within `settleWithinMs`
   */
  async settle(): Promise<void> {
    await this.ensureMember();
    const withinMs = this.#patienceMs;
    const startMs = this.clock.nowMs();
    for (;;) {
      const passedMs = this.clock.nowMs() - startMs;
      if (this.acceptsGaps) await acceptGaps(this);
      if (await isSettled(this)) break;
      if (passedMs > withinMs) throw this.failure(`The group has not come to rest within ${withinMs} ms`);
      await this.clock.advance(Math.min(60_000, Math.max(stepMs, passedMs / 20)));
    }
    await this.clock.advance(commitTurnMs);
  }

  async close(): Promise<void> {
    for (const member of this.#members.splice(0)) await this.whileTimePasses(member.stop());
    if (this.#relay !== undefined) await this.whileTimePasses(this.#relay.stop());
  }

  /** An error that tells the story. */
  failure(message: string): Error {
    const statuses = this.#members.map(({ name, consumer }) => {
      const { state, reason, partitions } = consumer.status();
      const done = partitions.map((each) => `${each.topic}/${each.partition} ${each.doneOffset} of ${each.endOffset}`);
      return `${name} is ${state}${reason === undefined ? '' : ` (${reason})`}: ${done.join(', ')}`;
    });
    return new Error([message, ...statuses, '', 'What happened:', String(this.journal)].join('\n'));
  }

  async history(facts: { readonly isSettled: boolean }): Promise<DeliveryHistory> {
    const { recorder, topics, options, codec, log, isUndisturbed } = this;
    const { name: groupId, topics: groupTopics } = options.group;
    const ignoredTypes = (topic: string) => (groupTopics[topic]?.ignore ?? []).map(({ type }) => type);
    const records = await readLoggedRecords(topics, {
      log,
      appendedAt: (place) => recorder.appendedAt(place),
      originOf: (record) => recorder.originOf(record),
      isGone: (topic) => recorder.isGone(topic),
      isIgnored: ignoring(codec, ignoredTypes),
    });
    const { calls, commits, appends, effects } = recorder;
    const hasState = this.state !== undefined;
    return {
      groupId,
      topics,
      records,
      calls,
      commits,
      appends,
      effects,
      hasState,
      isUndisturbed,
      zombies: [...this.#zombies],
      ...facts,
    };
  }

  async whileTimePasses<T>(work: Promise<T>): Promise<T> {
    const over = new AbortController();
    const settled = work.finally(() => over.abort());
    settled.catch(() => undefined);
    const untilMs = this.clock.nowMs() + this.#patienceMs;
    while (!over.signal.aborted) {
      if (this.clock.nowMs() > untilMs) throw this.failure('A process neither started nor stopped');
      await this.clock.advance(stepMs);
    }
    return settled;
  }

  get #patienceMs(): number {
    return this.options.settleWithinMs ?? 7 * dayMs;
  }

  #turns(): number {
    const { count } = this.recorder;
    const isBusy = count !== this.#lastCount;
    this.#lastCount = count;
    return isBusy ? busyTurns : 1;
  }

  #take(index: number): GroupMemberProcess {
    const [member] = this.#members.splice(index, 1);
    if (member === undefined) throw this.failure(`The group has no process number ${index}`);
    return member;
  }

  /** As whoever runs the processes does: one that gave itself up is killed, another takes its place. */
  async #supervise(member: GroupMemberProcess, reason: unknown): Promise<void> {
    if (member.isDead || !this.#members.includes(member)) return;
    this.journal.note(`${member.name} has given itself up: ${String(reason)}`);
    await this.crash(this.#members.indexOf(member));
    await this.join();
  }

  #startRelay(): void {
    if (this.state === undefined || this.options.state !== true) return;
    const { clock, state } = this;
    const sink = this.recorder.below(this.transport, 'relay').sink();
    this.#relay = new OutboxRelay({
      outbox: state.outbox,
      sink,
      clock,
      logger: silentLogger,
      metrics: noMetrics,
      pollIntervalMs: rareMs,
    });
    this.#relay.start();
  }
}

function checkedTopics({ group }: TestGroupOptions): readonly CheckedTopic[] {
  return Object.entries(group.topics).map(([topic, { ordering, whenDeadLettered = 'free' }]) => ({
    topic,
    ordering,
    whenDeadLettered,
    tiers: tiersOf(group, topic).map(({ name, delayMs }) => ({ topic: name, delayMs })),
    deadLetters: deadLetterTopic(topic, group.name),
  }));
}

/** With the topics that `open` makes. */
function tiersOf(group: TestGroupOptions['group'], topic: string) {
  return groupTiers(
    group,
    topic,
    retryTopicDefinitions(group, topic, 1).map(({ name }) => name),
  );
}

function partitionCount({ partitions = 1 }: TestGroupOptions, topic: string): number {
  return typeof partitions === 'number' ? partitions : (partitions[topic] ?? 1);
}
