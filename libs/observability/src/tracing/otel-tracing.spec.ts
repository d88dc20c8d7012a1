import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { defineEvent, SpillwayError } from '@spillway/events';
import {
  completed,
  deadLetter,
  EventPublisher,
  suspend,
  systemClock,
  type Delivery,
  type LogRecord,
  type Outcome,
} from '@spillway/streaming';
import { jsonCodec, recordingSink } from '@spillway/testing';
import { otelTracing } from './otel-tracing.js';

interface Order {
  readonly customer: string;
}
const OrderPlaced = defineEvent<Order>({
  topic: 'retail.orders',
  schema: { type: 'record', name: 'OrderPlaced', namespace: 'retail.orders', fields: [] },
  key: ({ customer }) => customer,
});
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const creation = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

const delivery = (offset: number, headers: LogRecord['headers'], topic = 'retail.orders'): Delivery => {
  const place = { topic, partition: 2 };
  const record: LogRecord = {
    ...place,
    offset,
    timestampMs: 0,
    key: Buffer.from('c-1'),
    value: Buffer.from('x'),
    headers,
  };
  return { ...place, offset: BigInt(offset), record } as Delivery;
};
const work = (...deliveries: readonly Delivery[]) => ({ group: 'inventory', deliveries });

function publisherOf(tracing = otelTracing()) {
  const sink = recordingSink();
  const publisher = new EventPublisher({
    sink,
    codec: jsonCodec(),
    clock: systemClock,
    newId: () => 'id-1',
    tracing,
  });
  const publish = (attributes: { correlationId?: string; traceparent?: string } = {}) =>
    publisher.publish(OrderPlaced, { customer: 'c-1' }, { source: '/test', ...attributes });
  return { sink, publish };
}

function hostile(): Error {
  return Object.defineProperty(new Error('x'), 'message', {
    get: () => {
      throw new Error('got you');
    },
  });
}

describe('traces with an SDK', () => {
  const exporter = new InMemorySpanExporter();
  const spans = () => exporter.getFinishedSpans();
  beforeEach(() => {
    exporter.reset();
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
    propagation.setGlobalPropagator(
      new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
    );
  });
  afterEach(() => {
    trace.disable();
    context.disable();
    propagation.disable();
  });

  test.each([
    [
      'what was said by hand stays, without the port of another',
      { 'server.address': 'by-hand' },
      ['by-hand', undefined],
    ],
    ['as the driver knows it', {}, ['kafka-1', 9092]],
  ])('every span says where the log lies, once that is known: %s', async (_, attributes, server) => {
    const tracing = otelTracing({ attributes });
    tracing.at?.({ clusterId: 'c-1', address: 'kafka-1', port: 9092 });
    await publisherOf(tracing).publish();
    tracing.process(work(delivery(1, {})), () => completed());
    const names = ['messaging.kafka.cluster.id', 'server.address', 'server.port'];
    const places = spans().map(({ attributes: told }) => names.map((name) => told[name]));
    expect(places).toEqual([
      ['c-1', ...server],
      ['c-1', ...server],
    ]);
  });

  test('send: name, kind, attributes, and the context in the headers', async () => {
    const { sink, publish } = publisherOf(otelTracing({ clientId: 'shop' }));
    await publish({ correlationId: 'corr-1' });
    const [span] = spans();
    expect(span).toMatchObject({ name: 'send retail.orders', kind: 3, links: [], status: { code: 0 } });
    expect(span?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'retail.orders',
      'messaging.destination.partition.id': '0',
      'messaging.kafka.offset': 0,
      'messaging.kafka.message.key': 'c-1',
      'messaging.message.id': 'id-1',
      'messaging.message.conversation_id': 'corr-1',
      'messaging.client.id': 'shop',
    });
    const { traceId, spanId } = span!.spanContext();
    expect(sink.records[0]?.headers['traceparent']).toBe(`00-${traceId}-${spanId}-01`);
  });

  test('send: a failure is named by its code and thrown as it is', async () => {
    const { sink, publish } = publisherOf();
    sink.isBroken = true;
    await expect(publish()).rejects.toMatchObject({ code: 'SPW-1110' });
    expect(spans()[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'SPW-1110' },
      events: [{ name: 'messaging.send.exception', attributes: { 'exception.message': 'The sink is broken' } }],
    });
  });

  test('send: a trace context that the event has is linked and never overwritten', async () => {
    const { sink, publish } = publisherOf();
    await publish({ traceparent });
    expect(sink.records[0]?.headers['traceparent']).toBe(traceparent);
    expect(sink.records[0]?.headers).not.toHaveProperty('tracestate');
    expect(spans()[0]?.links).toMatchObject([{ context: creation }]);
    expect(spans()[0]?.spanContext().traceId).not.toBe(creation.traceId);
  });

  test('send: is active while it sends, so that the client’s own spans belong to it', async () => {
    const { sink } = publisherOf();
    const record = { topic: 'retail.orders', key: null, value: null, headers: {} };
    let active: string | undefined;
    await otelTracing().send(record, async (carried) => {
      await new Promise((resolve) => setImmediate(resolve));
      active = trace.getActiveSpan()?.spanContext().spanId;
      return sink.append({ ...record, headers: carried });
    });
    expect(active).toBe(spans()[0]?.spanContext().spanId);
  });

  test('poll: what has come, for how long it was waited, linked to where its events were made', () => {
    const records = [delivery(7, { traceparent }), delivery(8, {})].map(({ record }) => record);
    const batch = { topic: 'retail.orders', partition: 2, records, fetchMs: 40 };
    otelTracing().poll({
      group: 'inventory',
      batch: { ...batch, baseOffset: 7, nextOffset: 9, highWatermark: 9, sizeBytes: 1 },
    });
    const [span] = spans();
    expect(span).toMatchObject({ name: 'poll retail.orders', kind: 2, links: [{ context: creation }] });
    expect(span?.links).toHaveLength(1);
    expect(span?.parentSpanContext).toBeUndefined();
    const [seconds, nanos] = span!.duration;
    expect(seconds * 1_000 + nanos / 1e6).toBeCloseTo(40, 0);
    expect(span?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'poll',
      'messaging.operation.type': 'receive',
      'messaging.destination.name': 'retail.orders',
      'messaging.destination.partition.id': '2',
      'messaging.consumer.group.name': 'inventory',
      'messaging.batch.message_count': 2,
    });
  });

  test('commit: of one topic or of several, and how it failed', async () => {
    const at = (topic: string) => ({ topic, partition: 3, offset: 9n });
    const commit = (topics: readonly string[], run: () => Promise<string>) =>
      otelTracing().commit({ group: 'inventory', positions: topics.map(at) }, run);
    expect(await commit(['a'], async () => 'stored')).toBe('stored');
    await commit(['a', 'b'], async () => 'stored');
    await expect(commit(['a'], () => Promise.reject(new RangeError('no')))).rejects.toThrow('no');
    expect(spans().map(({ name, kind, status }) => [name, kind, status.code])).toEqual([
      ['commit a', 2, 0],
      ['commit', 2, 0],
      ['commit a', 2, 2],
    ]);
    expect(spans()[0]?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'commit',
      'messaging.operation.type': 'settle',
      'messaging.destination.name': 'a',
      'messaging.destination.partition.id': '3',
      'messaging.consumer.group.name': 'inventory',
    });
    expect(spans()[2]?.events[0]?.name).toBe('messaging.commit.exception');
  });

  test('process: a trace of its own, linked to where the event was made', () => {
    const headers = { traceparent: Buffer.from(traceparent), ce_id: 'id-1', ce_correlationid: 'corr-1' };
    const answer = otelTracing().process(work(delivery(7, headers)), () => completed());
    expect(answer).toBe(completed());
    const [span] = spans();
    expect(span).toMatchObject({ name: 'process retail.orders', kind: 4, status: { code: 0 } });
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.spanContext().traceId).not.toBe(creation.traceId);
    expect(span?.links).toMatchObject([{ context: creation }]);
    expect(span?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'retail.orders',
      'messaging.consumer.group.name': 'inventory',
      'messaging.destination.partition.id': '2',
      'messaging.kafka.offset': 7,
      'messaging.kafka.message.key': 'c-1',
      'messaging.message.id': 'id-1',
      'messaging.message.conversation_id': 'corr-1',
      'spillway.outcome': 'completed',
    });
  });

  test('process: is active in the handler, so that what it publishes carries it on, with tracestate and baggage', async () => {
    const { sink, publish } = publisherOf();
    const headers = { traceparent, tracestate: 'vendor=1', baggage: 'tenant=blue' };
    await otelTracing().process(work(delivery(7, headers)), async () => {
      await new Promise((resolve) => setImmediate(resolve));
      expect(propagation.getActiveBaggage()?.getEntry('tenant')?.value).toBe('blue');
      await publish();
    });
    const process = spans().find(({ name }) => name.startsWith('process'));
    const send = spans().find(({ name }) => name.startsWith('send'));
    expect(process?.links[0]?.context.traceState?.get('vendor')).toBe('1');
    expect(send?.parentSpanContext?.spanId).toBe(process?.spanContext().spanId);
    expect(sink.records[0]?.headers).toMatchObject({
      traceparent: `00-${process?.spanContext().traceId}-${send?.spanContext().spanId}-01`,
      baggage: 'tenant=blue',
    });
  });

  test('process: a batch links every event with what is known of it', () => {
    const deliveries = [
      delivery(7, { traceparent, ce_id: 'a' }),
      delivery(8, { ce_id: 'b' }),
      delivery(9, { traceparent: [traceparent.replace('b7', 'c8')], ce_id: 'c' }),
    ];
    otelTracing().process(work(...deliveries), () => undefined);
    const [span] = spans();
    expect(span?.attributes).toMatchObject({ 'messaging.batch.message_count': 3 });
    expect(span?.attributes).not.toHaveProperty('messaging.kafka.offset');
    expect(
      span?.links.map(({ context: { spanId }, attributes }) => [spanId, attributes?.['messaging.message.id']]),
    ).toEqual([
      ['b7ad6b7169203331', 'a'],
      ['c8ad6b7169203331', 'c'],
    ]);
    expect(span?.links[1]?.attributes).toMatchObject({
      'messaging.kafka.offset': 9,
      'messaging.destination.partition.id': '2',
    });
    exporter.reset();
    otelTracing().process(work(deliveries[0]!, delivery(1, {}, 'retail.payments')), () => undefined);
    expect(spans()[0]?.name).toBe('process');
  });

  test('process: a single delivery is a child when asked for', () => {
    otelTracing({ singleAsChild: true }).process(work(delivery(7, { traceparent })), () => undefined);
    expect(spans()[0]?.parentSpanContext).toMatchObject(creation);
    expect(spans()[0]?.links).toEqual([]);
    exporter.reset();
    otelTracing({ singleAsChild: true }).process(work(delivery(7, {})), () => undefined);
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
  });

  test.each<[string, Outcome | readonly Outcome[], string]>([
    ['dead letter', deadLetter('broken'), 'dead-letter'],
    ['suspended', suspend('warehouse'), 'suspend'],
    ['one of a batch', [completed(), deadLetter('broken')], 'dead-letter'],
  ])('process: an outcome that is no end marks the span: %s', async (_case, outcome, type) => {
    for (const answer of [outcome, Promise.resolve(outcome)]) {
      exporter.reset();
      expect(await otelTracing().process(work(delivery(7, {})), () => answer)).toBe(outcome);
      expect(spans()[0]).toMatchObject({
        status: { code: 2 },
        attributes: { 'error.type': type, 'spillway.outcome': type },
      });
    }
  });

  test.each<[string, unknown, string]>([
    ['a code of ours', new SpillwayError('SPW-3003', 'registry'), 'SPW-3003'],
    ['a system code', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['a class', new RangeError('odd'), 'RangeError'],
    ['input as code', Object.assign(new TypeError('odd'), { code: 'customer 4711' }), 'TypeError'],
    ['no error', 'text', '_OTHER'],
    ['a hostile error', hostile(), '_OTHER'],
    ['undefined', undefined, '_OTHER'],
  ])(
    'process: what is thrown marks the span with few values, and is thrown as it is: %s',
    async (_case, error, type) => {
      const rejecting = [
        () => {
          throw error;
        },
        async () => {
          throw error;
        },
      ];
      for (const run of rejecting) {
        exporter.reset();
        const failure = await Promise.resolve()
          .then(() => otelTracing().process(work(delivery(7, {})), run))
          .then(
            () => 'completed',
            (thrown: unknown) => ({ thrown }),
          );
        expect((failure as { thrown: unknown }).thrown).toBe(error);
        expect(spans()[0]).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': type } });
        expect(spans()[0]?.events[0]?.name).toBe('messaging.process.exception');
      }
    },
  );

  test('no attribute has a name that OpenTelemetry gave up', () => {
    otelTracing().process(work(delivery(7, { traceparent })), () => deadLetter('broken'));
    otelTracing().process(work(delivery(7, { traceparent }), delivery(8, { traceparent })), () => undefined);
    const names = spans().flatMap(({ attributes, links }) => [
      ...Object.keys(attributes),
      ...links.flatMap((link) => Object.keys(link.attributes ?? {})),
    ]);
    const deprecated = [
      'messaging.kafka.consumer.group',
      'messaging.kafka.destination.partition',
      'messaging.kafka.message.offset',
      'messaging.operation',
    ];
    expect(names.filter((name) => deprecated.includes(name))).toEqual([]);
  });
});

describe('traces without an SDK', () => {
  test('are off: no span is made, nothing is injected, and what ran is answered as it is', async () => {
    const tracing = otelTracing();
    const asked = jest.spyOn(trace, 'getTracer');
    const extracted = jest.spyOn(propagation, 'extract');
    expect(tracing.isOn).toBe(false);
    const answer = Promise.resolve(completed());
    expect(tracing.process(work(delivery(7, { traceparent })), () => answer)).toBe(answer);
    const { sink, publish } = publisherOf(tracing);
    await publish();
    await tracing.send(sink.records[0]!, (carried) => {
      expect(carried).toEqual({});
      return sink.append(sink.records[0]!);
    });
    expect(sink.records[0]?.headers).not.toHaveProperty('traceparent');
    expect(asked).not.toHaveBeenCalled();
    expect(extracted).not.toHaveBeenCalled();
  });

  test('a traceparent that the caller gave goes on all the same', async () => {
    const { sink, publish } = publisherOf();
    await publish({ traceparent });
    expect(sink.records[0]?.headers['traceparent']).toBe(traceparent);
  });
});
