import { afterAll, describe, expect, it } from '@jest/globals';
import { consumerTopics, startConsumerApp } from '@spillway/consumer-app';
import { fulfilmentTopic, ordersTopic, paymentsTopic, retailTopics, spillwayTopics } from '@spillway/events';
import { memoryTransport, silentLogger } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { recordedSpans } from '../../libs/observability/src/tracing/recorded-spans.support.js';
import { startPaymentGateway } from '../../tools/payment-gateway/start-payment-gateway.js';
import { startTestProducer } from '../support/memory-producer.js';

const order = {
  invoiceNo: '536365',
  customerId: '17850',
  country: 'United Kingdom',
  placedAt: '2010-12-01T08:26:00.000Z',
  lines: [{ stockCode: '85123A', description: null, quantity: 6, unitPrice: '2.5500' }],
};

describe('an order that comes by HTTP', () => {
  const closing: (() => Promise<unknown>)[] = [];
  const recording = recordedSpans();
  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
    recording.stop();
  });

  it('is one trace from the producer through every group to its confirmation', async () => {
    const gateway = await startPaymentGateway({ port: 0 });
    closing.push(() => gateway.close());
    const producer = await startTestProducer({ environment: { SPILLWAY_KAFKA_CLIENT_ID: 'shop-producer' } });
    closing.push(() => producer.close());
    const transport = memoryTransport({ log: producer.log });
    await transport.admin().ensureTopics([...retailTopics, ...consumerTopics, ...spillwayTopics]);
    const environment = {
      SPILLWAY_PAYMENT_GATEWAY_URL: gateway.url,
      SPILLWAY_DATA_DIR: 'memory:',
      SPILLWAY_HTTP_PORT: '0',
      SPILLWAY_KAFKA_CLIENT_ID: 'shop-consumer',
    };
    const consumer = await startConsumerApp({ environment, transport, codec: producer.codec, logger: silentLogger });
    closing.push(() => consumer.close());

    expect((await producer.post('/orders', order)).status).toBe(202);
    const names = (): readonly string[] => recording.spans().map(({ name }) => name);
    const steps = (): number => names().filter((name) => /^(?:send|process) /.test(name)).length;
    await waitUntil('the order is confirmed and its stock and revenue are counted', () => steps() >= 7);

    const spans = recording.spans();
    const [first] = spans.filter(({ name }) => name === `send ${ordersTopic}`);
    expect(first?.parentSpanContext).toBeUndefined();
    const { traceId } = first!.spanContext();
    const inTrace = spans.filter((span) => span.spanContext().traceId === traceId).map(({ name }) => name);
    const count = (name: string): number => inTrace.filter((each) => each === name).length;
    // Stock, revenue and payment take the order, fulfilment the payment; a confirmation asks nobody for anything.
    expect([ordersTopic, paymentsTopic].map((topic) => count(`process ${topic}`))).toEqual([3, 1]);
    expect([ordersTopic, paymentsTopic, fulfilmentTopic].map((topic) => count(`send ${topic}`))).toEqual([1, 1, 1]);
    const clients = new Set(spans.map(({ attributes }) => attributes['messaging.client.id']));
    expect(clients).toEqual(new Set(['shop-producer', 'shop-consumer']));
  }, 60_000);
});
