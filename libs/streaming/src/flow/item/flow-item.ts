import type { HandlerBinding } from '../../group/handler-binding.js';
import type { RecordDelivery } from '../intake/record-delivery.js';
import { copyHeaders } from '../../ports/copy-headers.js';
import { recordBytes } from '../../ports/read-bounds.js';
import type { LogRecord } from '../../ports/record.js';
import type { DoneMark } from '../../ports/state-store.js';
import type { RoutedRecord } from '../../retry/order/retry-router.js';
import type { RetryState } from '../../retry/copies/retry-state.js';
import type { FlowStream } from '../intake/flow-stream.js';
import type { HandlerGate } from '../gate/handler-gate.js';

/** One record on its way through a flow, from its queue to its end. */
export class FlowItem {
  /** As the router counts it, and what it may not overtake. Read when first needed. */
  route: RoutedRecord | undefined = undefined;
  /** By which filters know its key; negative until somebody asks. */
  keyHash = -1;
  /** Its scope is occupied by it. */
  isInLane = false;
  delivery: RecordDelivery | undefined = undefined;
  binding: HandlerBinding | undefined = undefined;
  gate: HandlerGate | undefined = undefined;
  /** Calls of the handler for this record, in this process. */
  calls = 0;
  /** When the call of the handler began that took time, by the steady clock; negative for one that answered at once. */
  startedAtMs = -1;
  /** Its last call did, and it is tried again where it lies. */
  ranOutOfTime = false;
  /** No further try: it is a dead letter for this error as soon as its key may be held. */
  lastFailure: { readonly error: unknown } | undefined = undefined;
  /** What made it wait last. */
  waitsFor: string | undefined = undefined;
  /** How it did, in words: who asks why nothing gets on is told the error. */
  waitReason: string | undefined = undefined;
  /** Since when the registry is known not to know its schema. */
  unknownSinceMs: number | undefined = undefined;
  /** It was let through to find out whether a dependency works again, or a handler. */
  isProbe = false;
  isBudgetProbe = false;
  /** What its stream has passed on the way to it: done with it, so that what is kept of the partition has no holes. */
  readonly #passed: DoneMark['runs'];
  readonly sizeBytes: number;
  #isDetached = false;

  constructor(
    readonly stream: FlowStream,
    public record: LogRecord,
    /** What the headers of a copy say; undefined for a first delivery. */
    readonly copy: RetryState | undefined,
    /** Its control headers are not to be believed: for this reason it is a dead letter. */
    readonly poison: unknown,
  ) {
    this.#passed = stream.tellPassed(record.offset);
    this.sizeBytes = recordBytes(record);
  }

  /** What is done with it. */
  get doneRuns(): DoneMark['runs'] {
    const { offset } = this.record;
    return [...this.#passed, [offset, offset]];
  }

  /** Offset in the group's topic. */
  get originOffset(): number {
    return this.copy?.origin.offset ?? this.record.offset;
  }

  /** Which life of the topic its origin lies in; undefined when nobody knows. */
  get originTopicId(): string | undefined {
    return this.copy === undefined ? this.stream.assigned.topicId : this.copy.origin.topicId;
  }

  /** How often handling failed before this process, and in it. */
  get failures(): number {
    return (this.copy?.attempt ?? 0) + this.calls;
  }

  /** Its last call was no attempt: what came of it says nothing about the event. */
  takeBackCall(): void {
    this.calls = Math.max(0, this.calls - 1);
  }

  /** Keeps its bytes apart from the fetch they came with, which would stay in memory as long as this waits. */
  detach(): void {
    if (this.#isDetached) return;
    this.#isDetached = true;
    const { key, value, headers } = this.record;
    this.record = { ...this.record, key: copyOf(key), value: copyOf(value), headers: copyHeaders(headers) };
    if (this.delivery !== undefined) this.delivery.record = this.record;
  }
}

function copyOf(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes);
}
