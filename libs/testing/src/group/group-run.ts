import { isDeepStrictEqual } from 'node:util';
import { readEventHeaders, spillwayHeaders, type EventDefinition } from '@spillway/events';
import { delayName, type LogRecord, type TopicPartition } from '@spillway/streaming';
import { checkDelivery } from '../checker/check-delivery.js';
import type { DeliveryHistory, HandlerCall, RecordPlace } from '../checker/delivery-history.js';
import { headerText, originOf, recordsOf } from '../history/read-logged-records.js';
import { expectCommitted, type CommittedExpectation } from '../wait/expect-committed.js';
import { differs } from './differs.js';
import type { GroupWorld } from './group-world.js';

/** An event that was given up. */
export interface DeadLetter {
  /** What was sent; undefined for what does not decode. */
  readonly payload: unknown;
  readonly key: string | null;
  /** `SPW-…` or a system code of the last cause; empty without one. */
  readonly code: string;
  readonly message: string;
  readonly handler: string | undefined;
  /** How often its handler was called. */
  readonly attempts: number;
  readonly origin: RecordPlace | undefined;
}

/** An event that the group published. */
export interface PublishedInRun<T> {
  readonly payload: T;
  readonly key: string | null;
  readonly id: string | undefined;
  readonly correlationId: string | undefined;
  readonly causationId: string | undefined;
}

/** What came of a run. Each expectation that fails tells what happened, in order. */
export class GroupRun {
  private constructor(
    private readonly world: GroupWorld,
    /** All that is known of the run, as `checkDelivery` takes it. */
    readonly history: DeliveryHistory,
    private readonly decoded: ReadonlyMap<LogRecord, unknown>,
  ) {}

  static async of(world: GroupWorld, facts: { readonly isSettled: boolean }): Promise<GroupRun> {
    const history = await world.history(facts);
    const topics = new Set([
      ...history.topics.flatMap(({ topic, deadLetters }) => [topic, deadLetters]),
      ...world.options.events.map(({ topic }) => topic),
    ]);
    const decoded = new Map<LogRecord, unknown>();
    for (const record of [...topics].flatMap((topic) => recordsOf(world.log, topic))) {
      decoded.set(record, await payloadOf(world, record));
    }
    return new GroupRun(world, history, decoded);
  }

  /** Calls of handlers in the order in which they began, repeats included. */
  calls(handler?: string): readonly HandlerCall[] {
    return this.history.calls.filter((call) => handler === undefined || call.handler === handler);
  }

  /** The events of that type in the log, those that arrived included. */
  published<T>(definition: EventDefinition<T>): readonly PublishedInRun<T>[] {
    const own = [...this.decoded].filter(
      ([record]) => record.topic === definition.topic && headerText(record, 'ce_type') === definition.type,
    );
    return own.map(([record, payload]) => {
      const { id, correlationId, causationId } = readEventHeaders(record.headers).attributes;
      return { payload: payload as T, key: keyOf(record), id, correlationId, causationId };
    });
  }

  deadLetters(): readonly DeadLetter[] {
    const topics = new Set(this.history.topics.map(({ deadLetters }) => deadLetters));
    return [...this.decoded]
      .filter(([record]) => topics.has(record.topic))
      .map(([record, payload]) => ({
        payload,
        key: keyOf(record),
        code: headerText(record, spillwayHeaders.errorCode) ?? '',
        message: headerText(record, spillwayHeaders.errorMessage) ?? '',
        handler: headerText(record, spillwayHeaders.handler),
        attempts: Number(headerText(record, spillwayHeaders.attempt) ?? 0),
        origin: originOf(record),
      }));
  }

  /** How many records went to each tier, by its delay's name: those that failed there, and those held behind them. */
  retries(): Readonly<Record<string, number>> {
    const tiers = this.history.topics.flatMap((topic) => topic.tiers);
    const counts = tiers.map(({ topic, delayMs }) => {
      return [delayName(delayMs), this.history.records.filter((record) => record.topic === topic).length] as const;
    });
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  /** In the order in which they lie in the log; of the payloads only what is named must be equal. */
  expectPublished<T>(definition: EventDefinition<T>, payloads: readonly Partial<T>[]): void {
    this.#expectLike(
      `published events of ${definition.type}`,
      this.published(definition).map(({ payload }) => payload),
      payloads,
    );
  }

  /** In any order of their origins; of each only what is named must be equal. */
  expectDeadLetters(letters: readonly Partial<DeadLetter>[]): void {
    this.#expectLike('dead letters', this.deadLetters(), letters);
  }

  expectRetries(counts: Readonly<Record<string, number>>): void {
    if (!isDeepStrictEqual({ ...this.retries() }, { ...counts }))
      this.#fail('records in tiers', this.retries(), counts);
  }

  /** Calls as `key #attempt`, in order; of one handler when it is named. */
  expectCalls(calls: readonly string[], handler?: string): void {
    const actual = this.calls(handler).map(({ key, attempt }) => `${key ?? 'no key'} #${attempt}`);
    if (!isDeepStrictEqual(actual, [...calls])) this.#fail('calls', actual, calls);
  }

  /** What the group has stored; `atLeast` needs no waiting any more. */
  expectCommitted(topic: string, partition: number): CommittedExpectation {
    const { world, history } = this;
    const place: TopicPartition = { topic, partition };
    return expectCommitted(world.transport, history.groupId, place, async (what, holds) => {
      if (!(await holds())) throw world.failure(`Expected that ${what}`);
    });
  }

  /**
   * Everything promised held: nothing lost, order kept, copies byte for byte, commits behind what is done, retries due,
   * transactions once. Every run is asked this by itself, unless it was told not to.
   */
  expectPromisesKept(): void {
    const problems = checkDelivery(this.history);
    if (problems.length === 0) return;
    const shown = problems.slice(0, 10).map(({ rule, detail }) => `- ${rule}: ${detail}`);
    throw this.world.failure([`${problems.length} promises were broken:`, ...shown, ''].join('\n'));
  }

  /** Each fault of the run has struck something. */
  expectFaultsUsed(): void {
    const [unused] = this.world.faults.unused;
    if (unused !== undefined) throw this.world.failure(`This fault has struck nothing: ${JSON.stringify(unused)}`);
  }

  /** What happened, line by line. */
  get journal(): readonly string[] {
    return this.world.journal.lines;
  }

  #expectLike(what: string, actual: readonly unknown[], expected: readonly unknown[]): void {
    if (actual.length !== expected.length || actual.some((each, index) => differs(each, expected[index]))) {
      this.#fail(what, actual, expected);
    }
  }

  #fail(what: string, actual: unknown, expected: unknown): never {
    const shown = (value: unknown): string =>
      JSON.stringify(value, textOf, 1)?.replaceAll(/\s*\n\s*/g, ' ') ?? 'nothing';
    throw this.world.failure(`Other ${what} than expected\nexpected: ${shown(expected)}\nactual:   ${shown(actual)}\n`);
  }
}

async function payloadOf({ codec }: GroupWorld, record: LogRecord): Promise<unknown> {
  if (record.value === null) return undefined;
  try {
    return (await codec.decode(record.value, record)).payload;
  } catch {
    return undefined;
  }
}

function keyOf({ key }: LogRecord): string | null {
  return key === null ? null : key.toString('utf8');
}

function textOf(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
