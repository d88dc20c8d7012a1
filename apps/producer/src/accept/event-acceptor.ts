import { isSpillwayError } from '@spillway/events';
import type { EventCodec, EventPublisher } from '@spillway/streaming';
import {
  keyOf,
  type AcceptedEventsStore,
  type Reservation,
  type Reserved,
  type Settlement,
} from './accepted-events.store.js';
import { answerCopy } from './answer-copy.js';
import type { Acceptance, Candidate } from './candidate.js';
import { contentHash } from './content-hash.js';
import { inKeyOrder, type KeyOrder } from './in-key-order.js';
import { judgeReservation } from './judge-reservation.js';
import { SingleFlight } from './single-flight.js';

type AnyCandidate = Candidate<never>;

type AcceptOptions = Pick<KeyOrder<never, never>, 'runLength'>;

interface Reserving {
  readonly candidate: AnyCandidate;
  readonly reservation: Reservation;
  /** Nobody asked for this identity before: what is not written may be forgotten again. */
  readonly fresh: boolean;
}

/**
 * The one way into the log. Each event is noted as pending, published, and noted as accepted only after the broker's
 * ack; a second copy is recognised by identity and content. Killed between ack and note, it publishes the event again
 * under the same identity when asked again.
 */
export class EventAcceptor {
  private readonly flights = new SingleFlight();

  constructor(
    private readonly store: AcceptedEventsStore,
    private readonly publisher: EventPublisher,
    private readonly codec: EventCodec,
  ) {}

  /**
   * Accepts events; those of one key reach the log in list order.
   *
   * @param options.runLength see `KeyOrder`
   * @returns one answer per candidate, index-aligned; only after the acks
   * @throws SpillwayError `SPW-6001` when the store is not reachable
   */
  async accept(candidates: readonly AnyCandidate[], options: AcceptOptions): Promise<readonly Acceptance[]> {
    return await this.flights.run(candidates, keyOf, (free) => this.acceptFree(free, options));
  }

  private async acceptFree(
    candidates: readonly AnyCandidate[],
    options: AcceptOptions,
  ): Promise<readonly Acceptance[]> {
    const reservations = candidates.map((candidate) => this.toReservation(candidate));
    const known = await this.reserve(reservations);
    const verdicts = reservations.map((reservation) => judgeReservation(reservation, known.get(keyOf(reservation))!));
    const open = new Map<string, Reserving>();
    reservations.forEach((reservation, index) => {
      const key = keyOf(reservation);
      if (verdicts[index] !== 'publish' || open.has(key)) return;
      open.set(key, { candidate: candidates[index]!, reservation, fresh: known.get(key)!.status === 'new' });
    });
    const published = await this.publishAll([...open.values()], options);
    const outcomes = new Map([...open.keys()].map((key, index) => [key, published[index]!]));
    return verdicts.map((verdict, index) => {
      if (verdict !== 'publish') return verdict;
      const reservation = reservations[index]!;
      const first = open.get(keyOf(reservation))!.reservation;
      const outcome = outcomes.get(keyOf(reservation))!;
      return first === reservation ? outcome : answerCopy(outcome, first.contentHash === reservation.contentHash);
    });
  }

  /** Asks once per identity, for its first copy: asking for each would cost a statement per copy. */
  private async reserve(reservations: readonly Reservation[]): Promise<ReadonlyMap<string, Reserved>> {
    const firsts = [...Map.groupBy(reservations, keyOf).values()].map(([first]) => first!);
    const known = await this.store.reserve(firsts);
    return new Map(firsts.map((first, index) => [keyOf(first), known[index]!]));
  }

  private async publishAll(open: readonly Reserving[], options: AcceptOptions): Promise<readonly Acceptance[]> {
    const published = await inKeyOrder<Reserving, Acceptance>(open, {
      keyOf: ({ candidate }) => candidate.definition.key(candidate.payload),
      runLength: options.runLength,
      work: ({ candidate }, before) => this.publish(candidate, before),
    });
    await this.settle(open, published);
    return published;
  }

  private toReservation(candidate: AnyCandidate): Reservation {
    const { source, id, definition, importOrigin } = candidate;
    return { source, id, type: definition.type, contentHash: contentHash(candidate, this.codec), importOrigin };
  }

  private async publish(candidate: AnyCandidate, before: readonly Acceptance[]): Promise<Acceptance> {
    // An earlier event of the key may still come: going on would overtake it.
    const failed = before.find((answer) => answer.type === 'failed' && !isHopeless(answer.error));
    if (failed !== undefined) return failed;
    const { definition, payload, importOrigin: _, ...attributes } = candidate;
    try {
      const { topic, partition, offset } = await this.publisher.publish(definition, payload, attributes);
      return { type: 'accepted', topic, partition, offset, deduplicated: false, sameOrigin: false };
    } catch (error) {
      return { type: 'failed', error };
    }
  }

  private async settle(open: readonly Reserving[], published: readonly Acceptance[]): Promise<void> {
    const written: Settlement[] = [];
    const forgotten: Reservation[] = [];
    open.forEach(({ reservation, fresh }, index) => {
      const outcome = published[index]!;
      if (outcome.type === 'accepted') {
        const { topic, partition, offset } = outcome;
        const { source, id, importOrigin } = reservation;
        written.push({ source, id, importOrigin, position: { topic, partition, offset } });
      } else if (fresh && outcome.type === 'failed' && isSurelyNotWritten(outcome.error)) {
        forgotten.push(reservation);
      }
    });
    await this.store.accept(written);
    await this.store.release(forgotten);
  }
}

/** The same event will fail again, whenever it comes. */
function isHopeless(error: unknown): boolean {
  return isSpillwayError(error) && !error.retryable;
}

function isSurelyNotWritten(error: unknown): boolean {
  return isSpillwayError(error) && error.code !== 'SPW-1111';
}
