import {
  noLedger,
  type CompletedDeliveries,
  type DeliveryNote,
  type NotedOutcome,
} from '../../ports/delivery-ledger.js';
import type { CopyFailure } from '../../retry/copies/copy-failure.js';
import type { FlowItem } from '../item/flow-item.js';
import type { FlowParts } from '../flow-parts.js';
import { itemFailure } from '../item/item-failure.js';

interface NoteFacts {
  /** Why, where no failure was made of it yet. */
  readonly error?: unknown;
  readonly failure?: CopyFailure | undefined;
  readonly toTier?: string;
  readonly dependency?: string;
}

type Writable<T> = { -readonly [name in keyof T]: T[name] };

/** What the ledger of a group is told of its deliveries. */
export class DeliveryNotes {
  readonly #completed: Writable<CompletedDeliveries> = { topic: '', partition: 0, first: 0, last: 0, durationMs: 0 };

  constructor(private readonly parts: FlowParts) {}

  /** Handled at its first attempt. */
  completed({ record, stream, startedAtMs }: FlowItem): void {
    const entry = this.#completed;
    entry.topic = record.topic;
    entry.partition = record.partition;
    entry.topicId = stream.assigned.topicId;
    entry.first = record.offset;
    entry.last = record.offset;
    entry.durationMs = startedAtMs < 0 ? 0 : this.parts.clock.steadyMs() - startedAtMs;
    this.parts.ledger.completed(entry);
  }

  note(item: FlowItem, outcome: NotedOutcome, more: NoteFacts = {}): void {
    this.tell(this.of(item, outcome, more));
  }

  tell(note: DeliveryNote | undefined): void {
    if (note !== undefined) this.parts.ledger.noted(note);
  }

  /** Undefined for a group that keeps no ledger: what is noted of an event has to be read first. */
  of(item: FlowItem, outcome: NotedOutcome, more: NoteFacts): DeliveryNote | undefined {
    if (this.parts.ledger === noLedger) return undefined;
    const { plan, clock } = this.parts;
    const { record, copy, stream, binding, startedAtMs } = item;
    const { topic, partition, offset } = record;
    const cause = more.failure ?? (more.error === undefined ? undefined : itemFailure(item, more.error, this.parts));
    const envelope = item.delivery?.envelope;
    return {
      topic,
      partition,
      offset,
      topicId: stream.assigned.topicId,
      origin: copy?.origin,
      handler: binding?.name,
      attempt: item.failures,
      outcome,
      fromTier: stream.index === 0 ? undefined : plan.tiers[stream.index - 1]!.label,
      toTier: more.toTier,
      causeClass: cause?.errorClass,
      causeCode: cause?.code,
      fingerprint: cause?.fingerprint,
      dependency: more.dependency,
      durationMs: startedAtMs < 0 ? 0 : clock.steadyMs() - startedAtMs,
      redriveJob: copy?.redriveJob,
      eventSource: envelope?.source,
      eventId: envelope?.id,
      eventType: envelope?.type,
      correlationId: envelope?.correlationId,
    };
  }
}
