import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadLetterTopic, envelopeToHeaders } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import {
  retryTopicDefinitions,
  tierTopics,
  type FailpointName,
  type LogRecord,
  type Transport,
} from '@spillway/streaming';
import { jsonCodec, waitUntil } from '@spillway/testing';
import { startSource, type SourceProcess } from '../source-process.js';
import { callsInFlight } from './calls-in-flight.js';
import { actOn } from './fates.js';
import { isGivenUp } from './given-up.js';
import { readCommits, readHistory, type CommitEntry, type HistoryEntry } from './history.js';
import { groupOf, type MemberPlan } from './member-plan.js';
import { openPlaces } from './open-places.js';
import { proofEvents } from './proof-events.js';
import { readTopics } from './read-topics.js';
import { trimTopic } from './trim-topic.js';

/** A commit that is due is stored within this, also where several proofs share the machine. */
const commitTakesMs = 1_000;

export interface GroupProofOptions extends Partial<Omit<MemberPlan, 'topic' | 'group' | 'historyFile'>> {
  readonly brokers: readonly string[];
  readonly partitions?: number;
  readonly keysPerPartition?: number;
  /** Each event lies in the log twice, one record behind the other: for a group with state, without order. */
  readonly twins?: boolean;
  /** Topics of the group that are not made. */
  readonly withoutDeadLetterTopic?: boolean;
}

export interface MemberOptions {
  /** Where it is killed, and at which visit. */
  readonly failpoint?: readonly [name: FailpointName, nth: number];
  /** Differences to what the other members do. */
  readonly plan?: Partial<MemberPlan>;
}

/**
 * A group on real Kafka whose members are processes of their own: publishes numbered events, starts and kills members,
 * and tells afterwards what became of every event.
 */
export class GroupProof {
  readonly #members: SourceProcess[] = [];
  readonly #trimmed: LogRecord[] = [];
  #published = 0;

  private constructor(
    readonly plan: MemberPlan,
    readonly transport: Transport,
    private readonly folder: string,
    private readonly options: GroupProofOptions,
  ) {}

  static async open(options: GroupProofOptions): Promise<GroupProof> {
    // A part of an Avro name: it begins with a letter.
    const run = `r${randomUUID().slice(0, 8)}`;
    const folder = mkdtempSync(join(tmpdir(), 'spillway-proof-'));
    const plan: MemberPlan = {
      ordering: 'key',
      delaysMs: [300, 1_000],
      whenDeadLettered: 'free',
      fates: [],
      workMs: 2,
      concurrency: 8,
      publishes: false,
      batch: false,
      acceptsGaps: false,
      bugs: [],
      sessionTimeoutMs: 4_000,
      commitIntervalMs: 250,
      stopGraceMs: 2_000,
      handlerTimeoutMs: 60_000,
      settleGraceMs: 30_000,
      ...options,
      topic: `proof.${run}`,
      group: `proof-${run}`,
      historyFile: join(folder, 'history'),
      outageFile: join(folder, 'outage'),
    };
    writeFileSync(plan.historyFile, '');
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: options.brokers.join(',') });
    const proof = new GroupProof(plan, kafkaTransport({ config }), folder, options);
    await proof.#makeTopics();
    return proof;
  }

  get partitions(): number {
    return this.options.partitions ?? 3;
  }

  /** How many events can be in the hands of handlers at once: of a key one. */
  get mostInFlight(): number {
    return this.partitions * Math.min(this.plan.concurrency, this.#keysPerPartition);
  }

  /** How often a handler is given an event for one attempt: a batch that fails is given again in halves. */
  get mostCallsPerAttempt(): number {
    return this.plan.batch ? 1 + Math.ceil(Math.log2(this.mostInFlight / this.partitions)) : 1;
  }

  get #keysPerPartition(): number {
    return this.options.keysPerPartition ?? 4;
  }

  get members(): readonly SourceProcess[] {
    return this.#members;
  }

  get published(): number {
    return this.#published;
  }

  /** How many records each event has. */
  get copies(): number {
    return this.options.twins === true ? 2 : 1;
  }

  get deadLetterTopic(): string {
    return deadLetterTopic(this.plan.topic, this.plan.group);
  }

  /** What the group reads: its topic and the tiers. */
  get sources(): readonly string[] {
    const { topic } = this.plan;
    return [topic, ...tierTopics(groupOf(this.plan), topic).map(({ name }) => name)];
  }

  keyOf(number: number): string {
    return `key-${number % (this.partitions * this.#keysPerPartition)}`;
  }

  history(): readonly HistoryEntry[] {
    return readHistory(this.plan.historyFile);
  }

  commits(): readonly CommitEntry[] {
    return readCommits(this.plan.historyFile);
  }

  /** So many more events, spread over keys and partitions; resolves when they are in the log. */
  async publish(count: number, value?: (number: number) => Buffer | Promise<Buffer>): Promise<void> {
    const { given } = proofEvents(this.plan.topic);
    const codec = jsonCodec([given]);
    const first = this.#published;
    this.#published += count;
    const numbers = Array.from({ length: count }, (_, index) => first + index);
    const values = await Promise.all(
      numbers.map((number) => value?.(number) ?? codec.encode(given, { key: this.keyOf(number), number })),
    );
    // Appends to one partition keep the order in which they are begun.
    const appends = numbers.flatMap((number, index) => {
      const record = {
        topic: this.plan.topic,
        partition: number % this.partitions,
        key: Buffer.from(this.keyOf(number)),
        value: values[index]!,
        headers: envelopeToHeaders({ id: `event-${number}`, source: '/proof', type: given.type }),
      };
      return Array.from({ length: this.copies }, () => this.transport.sink().append(record));
    });
    await Promise.all(appends);
  }

  /** Takes all that lies in the group's topic out of it, as retention does. */
  async trim(): Promise<void> {
    const { topic, brokers } = this.plan;
    this.#trimmed.push(...(await this.read(topic)));
    await trimTopic(brokers, topic);
  }

  /** What was trimmed, apart from what members were told to give up with it. */
  trimmed(): { readonly kept: readonly LogRecord[]; readonly givenUp: readonly LogRecord[] } {
    const { kept = [], givenUp = [] } = Object.groupBy(this.#trimmed, (record) =>
      isGivenUp(record, this.#members) ? 'givenUp' : 'kept',
    );
    return { kept, givenUp };
  }

  /** Begins a member; its `line('ready')` tells when it has joined. */
  begin({ failpoint, plan }: MemberOptions = {}): SourceProcess {
    const environment = failpoint === undefined ? {} : { SPILLWAY_FAILPOINT: `${failpoint[0]}:${failpoint[1]}:kill9` };
    const text = JSON.stringify({ ...this.plan, ...plan });
    const member = startSource('test/support/children/group-member.ts', [text], environment);
    this.#members.push(member);
    return member;
  }

  async start(options: MemberOptions = {}): Promise<SourceProcess> {
    const member = this.begin(options);
    await member.line(/^ready/);
    return member;
  }

  /** Waits until so many calls of the handler ended well. */
  async untilDone(count: number, timeoutMs = 60_000): Promise<void> {
    const done = (): number =>
      new Set(this.history().flatMap((each) => (each.what === 'done' ? each.number : []))).size;
    await waitUntil(`${count} events are done`, () => done() >= count, timeoutMs);
  }

  /** Waits until everything in the topic and its tiers is done and committed. */
  async untilDrained(timeoutMs = 60_000): Promise<void> {
    await waitUntil('all is done and committed', async () => (await this.lagging()).length === 0, timeoutMs);
  }

  /** Partitions of the topic and its tiers in which something is not done and committed. */
  async lagging(): Promise<readonly string[]> {
    const { transport, plan, sources } = this;
    const admin = transport.admin();
    // The positions first: what is done by then has put its copies into the tiers, so their ends are final.
    const committed = await admin.committed(plan.group, sources);
    const ranges = (await Promise.all(sources.map((topic) => admin.ranges(topic)))).flat();
    return ranges.flatMap(({ topic, partition, endOffset }) => {
      const position = committed.find((each) => each.topic === topic && each.partition === partition);
      if (endOffset === 0n || position?.offset === endOffset) return [];
      return [`${topic}/${partition} at ${position?.offset} (${position?.metadata}) of ${endOffset}`];
    });
  }

  /**
   * Records that were given to the handler and are not committed as done: what a member that has died may have left for a
   * second time.
   */
  async openPlaces(): Promise<readonly string[]> {
    return openPlaces(this.history(), await this.transport.admin().committed(this.plan.group, this.sources));
  }

  /** Calls of the handler that members which have died or stand still may leave to be made again, by the number of their event. */
  async inFlight(): Promise<ReadonlyMap<number, number>> {
    const nowMs = Date.now();
    const endedMs = new Map(this.#members.map(({ pid, endedAtMs }) => [pid, endedAtMs]));
    const open = new Set(await this.openPlaces());
    return callsInFlight(this.history(), {
      isOpen: (place) => open.has(place),
      lastSeenMs: (pid) => endedMs.get(pid) ?? nowMs,
      commitWithinMs: this.plan.commitIntervalMs + commitTakesMs,
    });
  }

  read(...topics: readonly string[]): Promise<readonly LogRecord[]> {
    return readTopics(this.transport, topics);
  }

  actOn(number: number): ReturnType<typeof actOn> {
    return actOn(this.plan.fates, number);
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.kill('SIGKILL')));
    await this.transport.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #makeTopics(): Promise<void> {
    const { partitions, plan } = this;
    const own = retryTopicDefinitions(groupOf(plan), plan.topic, partitions);
    const made = own.filter(({ name }) => !(this.options.withoutDeadLetterTopic && name === this.deadLetterTopic));
    const given = [plan.topic, `${plan.topic}.after`].map((name) => ({ name, partitions }));
    await this.transport.admin().ensureTopics([...given, ...made]);
  }
}
