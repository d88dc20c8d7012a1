import type { LogPlace } from './log-place.js';
import type { LogRecord, PartitionBatch, RecordHeaders, RecordPosition } from './record.js';

/** A record that is about to be sent. */
export interface SendTrace {
  readonly topic: string;
  readonly key: Buffer | null;
  /** A trace context among them is where the event was made: it is linked and never overwritten. */
  readonly headers: RecordHeaders;
}

/** Of a delivery: where its event first lay, and the record that was read, which may be a copy of it. */
export interface TracedDelivery extends RecordPosition {
  readonly record: LogRecord;
}

/** One call of a handler: one delivery, or those of a batch. */
export interface ProcessTrace {
  readonly group: string;
  readonly deliveries: readonly TracedDelivery[];
}

/** Records that were fetched for a group. */
export interface PollTrace {
  readonly group: string;
  readonly batch: PartitionBatch;
}

/** Positions that a group stores, of one topic or of several. */
export interface CommitTrace {
  readonly group: string;
  readonly positions: readonly RecordPosition[];
}

/** Where traces go. `noTracing` is the default; `otelTracing()` of libs/observability the other. */
export interface Tracing {
  /** False while nobody records: ask it, once for many deliveries, before preparing a call below. It may change. */
  readonly isOn: boolean;
  /** Where the log lies, said once it is known: spans that follow tell it. */
  at?(place: LogPlace): void;
  /**
   * Sends inside a span `send <topic>`.
   *
   * @param send gets the headers that carry the trace context on (`traceparent`, `tracestate`, `baggage`), or none
   */
  send<P extends RecordPosition>(record: SendTrace, send: (headers: RecordHeaders) => Promise<P>): Promise<P>;
  /**
   * Runs a handler inside a span `process <topic>`, which is linked to where each event was made and is active for what
   * the handler calls. Answers what `run` answers: an outcome other than completed marks the span as failed.
   */
  process<T>(work: ProcessTrace, run: () => T): T;
  /** Leaves a span `poll <topic>` for what has just come, linked to where its events were made. */
  poll(received: PollTrace): void;
  /** Commits inside a span `commit <topic>`. */
  commit<T>(settled: CommitTrace, run: () => Promise<T>): Promise<T>;
}

const none: RecordHeaders = Object.freeze({});

/** Off means free. */
export const noTracing: Tracing = {
  isOn: false,
  send: (_record, send) => send(none),
  process: (_work, run) => run(),
  poll: () => {},
  commit: (_settled, run) => run(),
};
