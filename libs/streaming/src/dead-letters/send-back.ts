import { deadLetterTopic, SpillwayError, spillwayHeaders, urlNamespace, uuidV5 } from '@spillway/events';
import type { GroupDefinition } from '../group/group-definition.js';
import type { LogRecord } from '../ports/record.js';
import type { Transport } from '../ports/transport.js';
import { maxRedrives, redriveCopy } from '../retry/copies/redrive-copy.js';
import { maxHops, readDeadLetterState } from '../retry/copies/retry-headers.js';
import type { RetryState } from '../retry/copies/retry-state.js';
import { eventName } from './event-name.js';
import { readForward } from './read-forward.js';
import { sendBackTopic } from './send-back-topic.js';

export interface SentBack {
  readonly job: string;
  /** In the order in which they were sent. */
  readonly letters: readonly SentLetter[];
}

export interface SentLetter {
  readonly id: string;
  /** `repeated`: this job had sent it before. `superseded`: the same event died again later, and that letter is among them. */
  readonly outcome: 'sent' | 'repeated' | 'superseded';
  readonly toTopic: string;
}

interface Letter {
  readonly id: string;
  readonly record: LogRecord;
  readonly state: RetryState;
  readonly toTopic: string;
}

/** So far back in a retry topic it is looked for what a job has sent before. */
const lookBackRecords = 5_000;

/** Sends dead letters back to the group that failed. */
export class SendBack {
  #previous: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly group: GroupDefinition,
    private readonly transport: Transport,
  ) {}

  /** One after the other: a double click must find what the first click sent. */
  run(ids: readonly string[], job?: string): Promise<SentBack> {
    const sorted = [...new Set(ids)].toSorted();
    const name = job ?? uuidV5(`urn:spillway:redrive:${JSON.stringify([this.group.name, sorted])}`, urlNamespace);
    const running = this.#previous.then(() => this.#run(sorted, name));
    this.#previous = running.catch(() => undefined);
    return running;
  }

  /** @throws SpillwayError `SPW-5203` */
  async find(id: string): Promise<LogRecord> {
    const [, topic = '', partitionText = '', offsetText = ''] = /^(.{1,249})\/(\d{1,9})\/(\d{1,15})$/.exec(id) ?? [];
    const unknown = new SpillwayError('SPW-5203', `${this.group.name} has no dead letter ${id.slice(0, 300)}`);
    if (this.#sourceOf(topic) === undefined) throw unknown;
    const [partition, fromOffset] = [Number(partitionText), Number(offsetText)];
    const ranges = await this.transport.admin().ranges(topic);
    const range = ranges.find((each) => each.partition === partition);
    // Asked beyond its ends, a broker's refusal would look like lost data in the log of this process.
    if (range === undefined || fromOffset < range.beginOffset || fromOffset >= range.endOffset) throw unknown;
    const { records } = await this.transport
      .reader()
      .read({ topic, partition, fromOffset, maxRecords: 1, maxBytes: 1 });
    const [record] = records;
    if (record?.offset !== fromOffset) throw unknown;
    return record;
  }

  async #run(ids: readonly string[], job: string): Promise<SentBack> {
    const letters: Letter[] = [];
    const ways = new Map<string, string>();
    for (const id of ids) letters.push(await this.#letter(id, ways));
    letters.sort(byEvent);
    const sent: SentLetter[] = [];
    const sentBefore = new Map<string, ReadonlySet<string>>();
    for (const [index, letter] of letters.entries()) {
      const { id, toTopic } = letter;
      const next = letters[index + 1];
      const isSuperseded = next !== undefined && isSameEvent(letter, next);
      sent.push({ id, toTopic, outcome: isSuperseded ? 'superseded' : await this.#send(letter, job, sentBefore) });
    }
    return { job, letters: sent };
  }

  async #send(letter: Letter, job: string, known: Map<string, ReadonlySet<string>>): Promise<'sent' | 'repeated'> {
    const { record, state, toTopic } = letter;
    const place = `${toTopic}/${record.partition}`;
    const sentBefore = known.get(place) ?? (await this.#sentBefore(job, letter));
    known.set(place, sentBefore);
    if (sentBefore.has(eventName(state.origin))) return 'repeated';
    await this.transport.sink().append(redriveCopy(record, state, { toTopic, job }));
    return 'sent';
  }

  /** The log itself says what was sent: another process may have, or this one before a restart. */
  async #sentBefore(job: string, { record: { partition }, toTopic: topic }: Letter): Promise<ReadonlySet<string>> {
    const events = new Set<string>();
    const range = (await this.transport.admin().ranges(topic)).find((each) => each.partition === partition);
    if (range === undefined) return events;
    const fromOffset = Math.max(Number(range.beginOffset), Number(range.endOffset) - lookBackRecords);
    for await (const copy of readForward({ reader: this.transport.reader(), topic, partition, fromOffset })) {
      if (copy.headers[spillwayHeaders.redriveJob]?.toString() !== job) continue;
      const state = readDeadLetterState(copy);
      if (!('forged' in state)) events.add(eventName(state.origin));
    }
    return events;
  }

  async #letter(id: string, ways: Map<string, string>): Promise<Letter> {
    const record = await this.find(id);
    const source = this.#sourceOf(record.topic)!;
    const state = readDeadLetterState(record);
    const { name } = this.group;
    if ('forged' in state) throw notSendable(id, `its header ${state.forged}`);
    if (state.group !== name) throw notSendable(id, `it is of group ${state.group}`);
    if (state.origin.topic !== source) throw notSendable(id, `it came from ${state.origin.topic}, not ${source}`);
    if (state.origin.partition !== record.partition)
      throw notSendable(id, 'it lies in another partition than its event');
    if ((state.redriveCount ?? 0) >= maxRedrives) throw notSendable(id, 'it was sent back too often');
    if (state.hops > maxHops) throw notSendable(id, 'handlers answered each other in a loop');
    return { id, record, state, toTopic: await this.#sendBackTopic(source, ways) };
  }

  /** @param known of the topics asked for before */
  async #sendBackTopic(source: string, known: Map<string, string>): Promise<string> {
    const way = known.get(source) ?? (await sendBackTopic(this.group, source, this.transport.admin()));
    known.set(source, way);
    return way;
  }

  #sourceOf(deadLetters: string): string | undefined {
    return Object.keys(this.group.topics).find((topic) => deadLetterTopic(topic, this.group.name) === deadLetters);
  }
}

function notSendable(id: string, why: string): SpillwayError {
  return new SpillwayError('SPW-5207', `${id} cannot be sent back: ${why}`);
}

/**
 * Events of a partition in their order, and letters of one event in theirs: so each key keeps its order. Nothing is known of
 * the order of events from two lives of the topic.
 */
function byEvent({ record: one, state: a }: Letter, { record: other, state: b }: Letter): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  if (one.partition !== other.partition) return one.partition - other.partition;
  if (a.origin.offset !== b.origin.offset) return a.origin.offset - b.origin.offset;
  const [name, otherName] = [eventName(a.origin), eventName(b.origin)];
  if (name !== otherName) return name < otherName ? -1 : 1;
  return one.offset - other.offset;
}

function isSameEvent({ record: one, state: a }: Letter, { record: other, state: b }: Letter): boolean {
  return one.topic === other.topic && one.partition === other.partition && eventName(a.origin) === eventName(b.origin);
}
