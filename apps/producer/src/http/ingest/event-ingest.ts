import { isSpillwayError, OrderPlaced, SpillwayError } from '@spillway/events';
import type { Candidate } from '../../accept/candidate.js';
import type { EventAcceptor } from '../../accept/event-acceptor.js';
import { readCloudEvent } from '../cloud-events/read-cloud-event.js';
import { readOrderPlaced } from '../cloud-events/read-order-placed.js';
import { toCandidate, type EventRules } from '../cloud-events/to-candidate.js';
import { acceptedAnswer, type AcceptedAnswer } from './accepted-answer.js';
import { within } from './within.js';

export interface EventIngestOptions extends EventRules {
  readonly acceptor: EventAcceptor;
  /** How long a request waits for the broker's ack. */
  readonly ackTimeoutMs: number;
  readonly newId: () => string;
}

/** What the request around an event adds to it. */
export interface RequestContext {
  readonly traceparent?: string;
}

/** One item of a batch: accepted, or why not. */
export type BatchItem = { readonly answer: AcceptedAnswer } | { readonly error: unknown };

export const maxBatchEvents = 10_000;

/** A batch may well hold one key only; sent one by one its events would take minutes. */
const eventsPerRun = 500;

/** Events that come over HTTP. */
export class EventIngest {
  constructor(private readonly options: EventIngestOptions) {}

  /** @throws SpillwayError why the event is not accepted */
  async acceptEvent(json: unknown, context: RequestContext): Promise<AcceptedAnswer> {
    return await this.acceptOne(this.read(json, context));
  }

  /** @throws SpillwayError why the order is not accepted */
  async acceptOrder(json: unknown, context: RequestContext): Promise<AcceptedAnswer> {
    const id = this.options.newId();
    return await this.acceptOne({ ...context, ...readOrderPlaced(json, id, OrderPlaced, this.options) });
  }

  /**
   * One item per event, index-aligned; a bad event keeps no other from being accepted.
   *
   * @throws SpillwayError `SPW-4055` too many · a 503 when log or store are not there and no event was accepted
   */
  async acceptBatch(events: readonly unknown[], context: RequestContext): Promise<readonly BatchItem[]> {
    if (events.length > maxBatchEvents) {
      throw new SpillwayError(
        'SPW-4055',
        `The batch holds ${events.length} events, at most ${maxBatchEvents} are taken`,
      );
    }
    const read = events.map((event) => attempt(() => this.read(event, context)));
    const good = read.flatMap((item) => ('value' in item ? [item.value] : []));
    const acceptances = (await this.inTime(good))[Symbol.iterator]();
    const items = read.map((item): BatchItem => {
      if ('error' in item) return item;
      const answer = attempt(() => acceptedAnswer(item.value.id, acceptances.next().value!));
      return 'value' in answer ? { answer: answer.value } : answer;
    });
    throwOutage(items);
    return items;
  }

  private read(json: unknown, context: RequestContext): Candidate<never> {
    const event = readCloudEvent(json);
    return toCandidate({ ...event, traceparent: event.traceparent ?? context.traceparent }, this.options);
  }

  private async acceptOne(candidate: Candidate<never>): Promise<AcceptedAnswer> {
    const [acceptance] = await this.inTime([candidate]);
    return acceptedAnswer(candidate.id, acceptance!);
  }

  private inTime(candidates: readonly Candidate<never>[]): ReturnType<EventAcceptor['accept']> {
    const { acceptor, ackTimeoutMs, clock } = this.options;
    return within(acceptor.accept(candidates, { runLength: eventsPerRun }), ackTimeoutMs, clock);
  }
}

/** A 207 would read as success: when nothing was accepted because something is down, the whole answer says so. */
function throwOutage(items: readonly BatchItem[]): void {
  if (items.some((item) => 'answer' in item)) return;
  const outage = items.find((item) => 'error' in item && isSpillwayError(item.error) && item.error.status === 503);
  if (outage !== undefined && 'error' in outage) throw outage.error;
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
