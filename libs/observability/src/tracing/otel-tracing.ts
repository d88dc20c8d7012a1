import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type ProxyTracerProvider,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type {
  CommitTrace,
  TracedDelivery,
  LogPlace,
  PollTrace,
  ProcessTrace,
  RecordHeaders,
  RecordPosition,
  SendTrace,
  Tracing,
} from '@spillway/streaming';
import { headerGetter, headerSetter } from './header-carrier.js';
import { markFailure } from './mark-failure.js';
import { markOutcome } from './mark-outcome.js';
import { otelNames } from './otel-names.js';
import { recordAttributes } from './record-attributes.js';

export interface OtelTracingOptions {
  /** `messaging.client.id` on every span: what the client is called at the brokers, as in `SPILLWAY_KAFKA_CLIENT_ID`. */
  readonly clientId?: string | undefined;
  /** On every span. The place of the log, `server.address` for example, is told by itself where its driver knows it. */
  readonly attributes?: Attributes;
  /**
   * Makes the span of a single delivery a child of the span that made the event, instead of the root of a trace of its
   * own with a link. Traces then span services, and grow as long as their slowest consumer. Default: false.
   */
  readonly singleAsChild?: boolean;
}

const scope = '@spillway/observability';
const noHeaders: RecordHeaders = Object.freeze({});
/** More than SDKs keep by default would be thrown away. */
const maxLinks = 128;
/** `messaging.operation.type` of each `messaging.operation.name`. */
const operationTypes = { send: 'send', poll: 'receive', process: 'process', commit: 'settle' } as const;

/**
 * Traces through the OpenTelemetry API alone: whatever SDK the process registers gets the spans, and without one no
 * span is made. The global propagator decides what travels in headers.
 */
export function otelTracing(options: OtelTracingOptions = {}): Tracing {
  return new OtelTracing(options);
}

class OtelTracing implements Tracing {
  #attributes: Attributes;

  constructor(private readonly options: OtelTracingOptions) {
    const { clientId, attributes } = options;
    this.#attributes = { ...(clientId === undefined ? {} : { [otelNames.clientId]: clientId }), ...attributes };
  }

  get isOn(): boolean {
    return currentTracer() !== undefined;
  }

  at({ clusterId, address, port }: LogPlace): void {
    const place: Attributes = {
      ...(clusterId === undefined ? {} : { [otelNames.clusterId]: clusterId }),
      ...(address === undefined ? {} : { [otelNames.serverAddress]: address }),
      // Of the address that was told with it, and of no other.
      ...(port === undefined || otelNames.serverAddress in this.#attributes ? {} : { [otelNames.serverPort]: port }),
    };
    this.#attributes = { ...place, ...this.#attributes };
  }

  async send<P extends RecordPosition>(record: SendTrace, send: (headers: RecordHeaders) => Promise<P>): Promise<P> {
    const tracer = currentTracer();
    if (tracer === undefined) return send(noHeaders);
    const creation = creationOf(record.headers);
    const span = tracer.startSpan(`send ${record.topic}`, {
      kind: SpanKind.PRODUCER,
      attributes: { ...this.common('send', record.topic), ...recordAttributes(record) },
      links: linksTo(creation),
    });
    const active = trace.setSpan(context.active(), span);
    const carried: Record<string, string> = {};
    if (creation === undefined) propagation.inject(active, carried, headerSetter);
    try {
      const position = await context.with(active, () => send(carried));
      span.setAttribute(otelNames.partition, String(position.partition));
      span.setAttribute(otelNames.offset, Number(position.offset));
      return position;
    } catch (error) {
      markFailure(span, error, otelNames.sendException);
      throw error;
    } finally {
      span.end();
    }
  }

  process<T>(work: ProcessTrace, run: () => T): T {
    const tracer = currentTracer();
    const [first] = work.deliveries;
    if (tracer === undefined || first === undefined) return run();
    const { span, base } = work.deliveries.length === 1 ? this.single(tracer, work, first) : this.batch(tracer, work);
    return ending(span, () => context.with(trace.setSpan(base, span), run));
  }

  poll({ group, batch: { topic, partition, records, fetchMs = 0 } }: PollTrace): void {
    const tracer = currentTracer();
    if (tracer === undefined) return;
    const endedAtMs = Date.now();
    const span = tracer.startSpan(
      `poll ${topic}`,
      {
        kind: SpanKind.CLIENT,
        root: true,
        startTime: endedAtMs - fetchMs,
        attributes: {
          ...this.common('poll', topic),
          [otelNames.group]: group,
          [otelNames.partition]: String(partition),
          [otelNames.batchCount]: records.length,
        },
        links: records.slice(0, maxLinks).flatMap(({ headers }) => linksTo(creationOf(headers))),
      },
      ROOT_CONTEXT,
    );
    span.end(endedAtMs);
  }

  async commit<T>({ group, positions }: CommitTrace, run: () => Promise<T>): Promise<T> {
    const tracer = currentTracer();
    if (tracer === undefined) return run();
    const [first] = positions;
    const topic = positions.every((position) => position.topic === first?.topic) ? first?.topic : undefined;
    const attributes = { ...this.common('commit', topic), [otelNames.group]: group };
    const place = positions.length === 1 ? { [otelNames.partition]: String(first!.partition) } : {};
    const span = tracer.startSpan(
      topic === undefined ? 'commit' : `commit ${topic}`,
      { kind: SpanKind.CLIENT, root: true, attributes: { ...attributes, ...place } },
      ROOT_CONTEXT,
    );
    try {
      return await run();
    } catch (error) {
      markFailure(span, error, otelNames.commitException);
      throw error;
    } finally {
      span.end();
    }
  }

  private single(tracer: Tracer, { group }: ProcessTrace, delivery: TracedDelivery): { span: Span; base: Context } {
    const base = propagation.extract(ROOT_CONTEXT, delivery.record.headers, headerGetter);
    const isChild = this.options.singleAsChild === true && trace.getSpanContext(base) !== undefined;
    const attributes = {
      ...this.common('process', delivery.topic),
      [otelNames.group]: group,
      ...deliveryAttributes(delivery),
    };
    const kind = SpanKind.CONSUMER;
    const span = isChild
      ? tracer.startSpan(`process ${delivery.topic}`, { kind, attributes }, base)
      : tracer.startSpan(`process ${delivery.topic}`, { kind, attributes, links: linksTo(base), root: true }, base);
    return { span, base };
  }

  private batch(tracer: Tracer, { group, deliveries }: ProcessTrace): { span: Span; base: Context } {
    const topics = new Set(deliveries.map(({ topic }) => topic));
    const topic = topics.size === 1 ? deliveries[0]!.topic : undefined;
    const span = tracer.startSpan(
      topic === undefined ? 'process' : `process ${topic}`,
      {
        kind: SpanKind.CONSUMER,
        root: true,
        attributes: {
          ...this.common('process', topic),
          [otelNames.group]: group,
          [otelNames.batchCount]: deliveries.length,
        },
        links: deliveries.flatMap((delivery) =>
          linksTo(creationOf(delivery.record.headers), deliveryAttributes(delivery)),
        ),
      },
      ROOT_CONTEXT,
    );
    return { span, base: ROOT_CONTEXT };
  }

  private common(operation: keyof typeof operationTypes, topic: string | undefined): Attributes {
    return {
      ...this.#attributes,
      [otelNames.system]: 'kafka',
      [otelNames.operationName]: operation,
      [otelNames.operationType]: operationTypes[operation],
      ...(topic === undefined ? {} : { [otelNames.destination]: topic }),
    };
  }
}

/** Ends the span with what `run` answered, at once or when its promise settles. */
function ending<T>(span: Span, run: () => T): T {
  const completed = <V>(value: V): V => {
    markOutcome(span, value);
    span.end();
    return value;
  };
  const failed = (error: unknown): never => {
    markFailure(span, error, otelNames.processException);
    span.end();
    throw error;
  };
  let answer: T;
  try {
    answer = run();
  } catch (error) {
    return failed(error);
  }
  return answer instanceof Promise ? (answer.then(completed, failed) as T) : completed(answer);
}

/** The tracer of the registered SDK; undefined without one, so that not even a no-op span is made. */
function currentTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider() as ReturnType<typeof trace.getTracerProvider> &
    Partial<Pick<ProxyTracerProvider, 'getDelegateTracer'>>;
  return provider.getDelegateTracer === undefined ? provider.getTracer(scope) : provider.getDelegateTracer(scope);
}

function creationOf(headers: RecordHeaders): Context | undefined {
  const extracted = propagation.extract(ROOT_CONTEXT, headers, headerGetter);
  return trace.getSpanContext(extracted) === undefined ? undefined : extracted;
}

function linksTo(from: Context | undefined, attributes?: Attributes) {
  const creation = from === undefined ? undefined : trace.getSpanContext(from);
  return creation === undefined ? [] : [{ context: creation, attributes }];
}

function deliveryAttributes({ record, partition, offset }: TracedDelivery): Attributes {
  return recordAttributes({
    key: record.key,
    headers: record.headers,
    partition,
    offset: Number(offset),
    isTombstone: record.value === null,
  });
}
