import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, retryTopic } from '@spillway/events';
import { noMetrics, type Delivery, type Metrics } from '@spillway/streaming';
import { outgoingSale, Returned, ShopBench, shopTopic, Sold, type Sale } from '@spillway/testing';
import { otelTracing } from './otel-tracing.js';
import { recordedSpans } from './recorded-spans.support.js';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const creation = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const tier = retryTopic(shopTopic, 'stock', '1s');
const deadLetters = deadLetterTopic(shopTopic, 'stock');

describe('a group that is traced', () => {
  const observed: { readonly name: string; readonly labels: unknown }[] = [];
  const metrics: Metrics = { ...noMetrics, observe: (name, _value, labels) => void observed.push({ name, labels }) };
  let bench: ShopBench;
  let recording: ReturnType<typeof recordedSpans>;

  beforeEach(() => {
    observed.length = 0;
    recording = recordedSpans();
  });
  afterEach(async () => {
    await bench.close();
    recording.stop();
  });

  async function consume(handle: (delivery: Delivery<Sale>) => unknown): Promise<readonly ReadableSpan[]> {
    bench = await ShopBench.open({
      topic: { retry: { delaysMs: [1_000] }, ignore: [Returned] },
      handlers: [
        {
          kind: 'single',
          name: 'take',
          definitions: [Sold],
          handle: async (delivery) => void (await handle(delivery as Delivery<Sale>)),
        },
      ],
    });
    const sale = outgoingSale({ id: 'sale-1' });
    await bench.transport.sink().append({ ...sale, headers: { ...sale.headers, traceparent } });
    await bench.start({ tracing: otelTracing(), metrics });
    await bench.settled();
    return recording.spans();
  }

  it('has a send span for each copy, linked to where the event was made, whose context stays on the copy', async () => {
    const spans = await consume(() => {
      throw new RangeError('no');
    });
    const copies = spans.filter(({ name }) => name.startsWith('send '));
    expect(copies.map(({ name }) => name)).toEqual([`send ${tier}`, `send ${deadLetters}`]);
    for (const { links, kind, attributes } of copies) {
      expect(links).toMatchObject([{ context: creation }]);
      expect({ kind, id: attributes['messaging.message.id'] }).toEqual({ kind: 3, id: 'sale-1' });
    }
    const records = [...(await bench.records(tier)), ...(await bench.deadLetters())];
    expect(records.map(({ headers }) => String(headers['traceparent']))).toEqual([traceparent, traceparent]);
    const processed = spans.filter(({ name }) => name.startsWith('process '));
    expect(processed.map(({ links }) => links[0]?.context)).toMatchObject([creation, creation]);
  });

  it('hands its own span on with what a handler publishes, not the one of the source', async () => {
    const spans = await consume((delivery) => delivery.publish(Returned, delivery.event));
    const process = spans.find(({ name }) => name === `process ${shopTopic}`)!.spanContext();
    const sent = spans.find(({ name }) => name === `send ${shopTopic}`)!;
    expect(sent.parentSpanContext).toMatchObject({ traceId: process.traceId, spanId: process.spanId });
    const [, answer] = await bench.records(shopTopic);
    expect(String(answer!.headers['traceparent'])).toBe(`00-${process.traceId}-${sent.spanContext().spanId}-01`);
    expect(process.traceId).not.toBe(creation.traceId);
  });

  it('leaves spans of what it fetched and of what it committed', async () => {
    const spans = await consume(() => undefined);
    const named = (name: string) => spans.filter((span) => span.name === name);
    expect(named(`poll ${shopTopic}`).map(({ links }) => links[0]?.context)).toMatchObject([creation]);
    // The group's topic and its tier, together.
    expect(named('commit').map(({ attributes }) => attributes['messaging.consumer.group.name'])).toContain('stock');
  });

  it('tells how long handlers took, of which topic, and how it ended', async () => {
    await consume(() => {
      throw new RangeError('no');
    });
    const labels = {
      messaging_system: 'kafka',
      messaging_operation_name: 'process',
      messaging_destination_name: shopTopic,
      messaging_consumer_group_name: 'stock',
    };
    const processed = observed.filter(({ name }) => name === 'messaging_process_duration_seconds');
    expect(processed.map((each) => each.labels)).toEqual([
      { ...labels, error_type: 'failed' },
      { ...labels, error_type: 'failed' },
    ]);
    const operations = observed.filter(({ name }) => name === 'messaging_client_operation_duration_seconds');
    expect(operations.map((each) => each.labels)).toContainEqual({
      messaging_system: 'kafka',
      messaging_operation_name: 'commit',
      messaging_destination_name: '',
      messaging_consumer_group_name: 'stock',
      error_type: '',
    });
  });
});
