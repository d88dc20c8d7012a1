import { isSpillwayError, spillwayHeaders } from '@spillway/events';
import {
  sinkWith,
  sourceWith,
  transportWith,
  type Delivery,
  type LogRecord,
  type OutgoingRecord,
  type RecordSink,
  type RecordSource,
  type Transport,
} from '@spillway/streaming';
import { headerText, originOf } from './read-logged-records.js';
import {
  placeName,
  type AppendFact,
  type CommitFact,
  type EffectFact,
  type HandlerCall,
  type RecordPlace,
} from '../checker/delivery-history.js';

/**
 * Notes what happens around a group, in one order: what lies below its transport (`below`: appends and commits as the
 * log sees them), what its engine is told (`above`), calls of handlers and effects of transactions. Survives every crash
 * of the processes it watches.
 */
export class HistoryRecorder {
  readonly calls: HandlerCall[] = [];
  readonly commits: CommitFact[] = [];
  readonly appends: AppendFact[] = [];
  readonly effects: EffectFact[] = [];
  readonly #appendedAt = new Map<string, number>();
  /** How often: one that was tried again is the same object. */
  readonly #written = new WeakMap<OutgoingRecord, number>();
  /** How the places of topics that were deleted are named, by the topic's id. */
  readonly #gone = new Map<string, string>();
  #at = 0;

  /** @param onCommit told of each position that was stored */
  constructor(
    private readonly nowMs: () => number,
    private readonly onCommit: (fact: CommitFact) => void = () => {},
  ) {}

  /** How much has happened so far. */
  get count(): number {
    return this.#at;
  }

  /** The turn of what happens now. */
  next(): number {
    return this.#at++;
  }

  /** When a record was appended; 0 for one that was there before. */
  appendedAt(place: RecordPlace): number {
    return this.#appendedAt.get(placeName(place)) ?? 0;
  }

  /** Closest to the log: what really happens there. */
  below(transport: Transport, member: string): Transport {
    const sink = transport.sink();
    const watched = sinkWith(sink, { append: (record) => this.#watchWrite(sink, record) });
    return transportWith(transport, {
      sink: () => watched,
      source: (options) => this.#watchCommits(transport.source(options), member),
    });
  }

  /** Closest to the engine: what it is told of its appends. */
  above(transport: Transport, member: string): Transport {
    const sink = transport.sink();
    const append: RecordSink['append'] = async (record) => {
      const { topic } = record;
      const before = this.#written.get(record) ?? 0;
      const isWritten = (): boolean => (this.#written.get(record) ?? 0) > before;
      try {
        const position = await sink.append(record);
        this.appends.push({ member, topic, told: 'written', isWritten: isWritten() });
        return position;
      } catch (error) {
        const isRefused = isSpillwayError(error, 'SPW-1110') || isSpillwayError(error, 'SPW-1112');
        const told = isRefused ? 'refused' : 'unknown';
        this.appends.push({ member, topic, told, isWritten: isWritten() });
        throw error;
      }
    };
    const watched = sinkWith(sink, { append });
    return transportWith(transport, { sink: () => watched });
  }

  /** A topic is deleted while nobody works: its places are not those of its next life, and are named otherwise from now on. */
  forget(topic: string, topicId: string): void {
    const name = `${topic} (${topicId})`;
    this.#gone.set(topicId, name);
    const renamed = <T extends RecordPlace>(place: T): T => (place.topic === topic ? { ...place, topic: name } : place);
    // Each stays the object it is: calls of one batch know each other.
    for (const call of this.calls) {
      // What an attempt at something that is gone was to publish, nobody has to publish any more.
      const followUps = call.origin.topic === topic ? [] : call.followUps;
      Object.assign(call, { origin: renamed(call.origin), from: renamed(call.from), followUps });
    }
    for (const [index, fact] of this.commits.entries()) this.commits[index] = renamed(fact);
  }

  /** Where a copy first lay; undefined when it does not say. */
  originOf(record: LogRecord): RecordPlace | undefined {
    const origin = originOf(record);
    const gone = this.#gone.get(headerText(record, spillwayHeaders.originTopicId) ?? '');
    return origin === undefined || gone === undefined ? origin : { ...origin, topic: gone };
  }

  /** Whether it is the name of a deleted topic. */
  isGone(name: string): boolean {
    return [...this.#gone.values()].includes(name);
  }

  begin(member: string, handler: string, delivery: Delivery): HandlerCall {
    const { envelope, topic, partition, offset, record, key, attempt } = delivery;
    const call: HandlerCall = {
      member,
      handler,
      key,
      identity: `${envelope.source} ${envelope.id}`,
      origin: this.originOf(record) ?? { topic, partition, offset: Number(offset) },
      from: { topic: record.topic, partition: record.partition, offset: record.offset },
      attempt,
      beganAt: this.next(),
      beganAtMs: this.nowMs(),
      followUps: [],
    };
    this.calls.push(call);
    return call;
  }

  end(call: HandlerCall, outcome: string): void {
    call.endedAt = this.next();
    call.outcome = outcome;
  }

  effect({ identity }: Pick<HandlerCall, 'identity'>): void {
    this.effects.push({ identity, at: this.next() });
  }

  /** What stands at a gap is committed as it was, with the topic's id of then. */
  #nameIn(metadata: string | undefined): string | undefined {
    return [...this.#gone].find(([topicId]) => metadata?.startsWith(`r3:${topicId};`))?.[1];
  }

  #watchCommits(source: RecordSource, member: string): RecordSource {
    return sourceWith(source, {
      commit: async (positions, options) => {
        await source.commit(positions, options);
        for (const { topic, partition, offset, metadata } of positions) {
          const fact = {
            topic: this.#nameIn(metadata) ?? topic,
            partition,
            offset: Number(offset),
            member,
            at: this.next(),
          };
          this.commits.push(fact);
          this.onCommit(fact);
        }
      },
    });
  }

  async #watchWrite(sink: RecordSink, record: OutgoingRecord): ReturnType<RecordSink['append']> {
    // The log has it before its answer comes back.
    const at = this.next();
    const position = await sink.append(record);
    this.#written.set(record, (this.#written.get(record) ?? 0) + 1);
    const { topic, partition, offset } = position;
    this.#appendedAt.set(placeName({ topic, partition, offset: Number(offset) }), at);
    return position;
  }
}
