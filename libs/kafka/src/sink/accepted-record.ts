import type { SpillwayError } from '@spillway/events';
import type { WrittenRecord } from '@spillway/streaming';
import type { EncodedRecord } from '../produce/encoded-record.js';
import type { BudgetEntry } from './byte-budget.js';
import type { LaneRecord } from './lane.js';
import type { RoutableRecord } from './topic-router.js';

/** What the sink does with a record at each step of its way. */
export interface RecordWay {
  /** There is room for it. */
  route(record: AcceptedRecord): void;
  /** There was none in time. */
  refuseForRoom(record: AcceptedRecord): void;
  /** Its partition is chosen. */
  queue(record: AcceptedRecord, partition: number): void;
  /** No partition could be chosen. */
  refuseForRoute(record: AcceptedRecord, error: unknown): void;
  /** It lies in the log, or nobody will send it any more. */
  finish(record: AcceptedRecord, outcome: WrittenRecord | SpillwayError): void;
}

export interface AcceptedFields {
  readonly way: RecordWay;
  readonly topic: string;
  /** Where the caller chose it. */
  readonly chosen: number | undefined;
  /** Where it chooses the partition. */
  readonly key: Buffer | null;
  readonly lingerMs: number | undefined;
  readonly encoded: EncodedRecord;
  readonly sizeBytes: number;
  /** By the steady clock. */
  readonly acceptedAtMs: number;
  readonly deadlineMs: number;
  readonly resolve: (position: WrittenRecord) => void;
  readonly reject: (error: SpillwayError) => void;
}

/**
 * A record on its way into the log. It stands in the line for room, at the router and in its lane as one object: many
 * wait at a time, and what each of them consists of is what the collector has to carry along.
 */
export class AcceptedRecord implements BudgetEntry, RoutableRecord, LaneRecord {
  readonly topic: string;
  readonly chosen: number | undefined;
  readonly key: Buffer | null;
  readonly lingerMs: number | undefined;
  readonly encoded: EncodedRecord;
  readonly sizeBytes: number;
  readonly acceptedAtMs: number;
  readonly deadlineMs: number;
  readonly resolve: (position: WrittenRecord) => void;
  readonly reject: (error: SpillwayError) => void;
  readonly #way: RecordWay;

  constructor(fields: AcceptedFields) {
    this.topic = fields.topic;
    this.chosen = fields.chosen;
    this.key = fields.key;
    this.lingerMs = fields.lingerMs;
    this.encoded = fields.encoded;
    this.sizeBytes = fields.sizeBytes;
    this.acceptedAtMs = fields.acceptedAtMs;
    this.deadlineMs = fields.deadlineMs;
    this.resolve = fields.resolve;
    this.reject = fields.reject;
    this.#way = fields.way;
  }

  proceed(): void {
    this.#way.route(this);
  }

  expire(): void {
    this.#way.refuseForRoom(this);
  }

  use(partition: number): void {
    this.#way.queue(this, partition);
  }

  refuse(error: unknown): void {
    this.#way.refuseForRoute(this, error);
  }

  settle(outcome: WrittenRecord | SpillwayError): void {
    this.#way.finish(this, outcome);
  }
}
