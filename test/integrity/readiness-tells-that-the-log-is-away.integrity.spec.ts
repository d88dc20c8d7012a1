import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { consumerTopics, startConsumerApp } from '@spillway/consumer-app';
import { knownEvents, retailTopics } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import type { RunningApp } from '@spillway/nest';
import { startProducerApp } from '@spillway/producer-app';
import { silentLogger as logger, type Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { startPaymentGateway, type PaymentGateway } from '../../tools/payment-gateway/start-payment-gateway.ts';
import { BrokerCluster } from '../support/producer-proof/broker-cluster.js';
import { runningTime } from '../support/running-time.js';
import { describeWithStack } from '../support/stack.js';

const promisedMs = 10_000;

/** It starts a broker of its own: the shared stack says that this machine can. */
describeWithStack('while every broker is away', () => {
  let cluster: BrokerCluster;
  let gateway: PaymentGateway;
  const apps: RunningApp[] = [];

  const transports: Transport[] = [];
  const connect = (): Transport => {
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: cluster.brokers.join(',') });
    const transport = kafkaTransport({ config });
    transports.push(transport);
    return transport;
  };

  beforeAll(async () => {
    cluster = await BrokerCluster.start(1);
    gateway = await startPaymentGateway({ port: 0 });
    const environment = { SPILLWAY_HTTP_PORT: '0', SPILLWAY_DATA_DIR: 'memory:' };
    const consumers = { ...environment, SPILLWAY_PAYMENT_GATEWAY_URL: gateway.url };
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    await connect()
      .admin()
      .ensureTopics([...retailTopics, ...consumerTopics]);
    apps.push(
      await startProducerApp({ environment, transport: connect(), codec, logger }),
      await startConsumerApp({ environment: consumers, transport: connect(), codec, logger }),
    );
  }, 120_000);
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close().catch(() => undefined)));
    await Promise.all(transports.map((transport) => transport.close()));
    await gateway.close();
    await cluster.stop();
  }, 60_000);

  const statuses = (): Promise<readonly number[]> =>
    Promise.all(apps.map(async ({ url }) => (await fetch(`${url}/health/ready`)).status));
  const msUntil = async (wanted: string): Promise<number> => {
    const time = runningTime();
    await waitUntil(wanted, async () => String(await statuses()) === wanted, 60_000);
    time.stop();
    return time.elapsedMs();
  };

  it('neither producer nor consumer is ready, within ten seconds; with the brokers both are ready again', async () => {
    await msUntil('200,200');
    const [id] = cluster.ids;
    cluster.halt(id!);
    expect(await msUntil('503,503')).toBeLessThan(promisedMs);
    // They stay so, though nobody publishes.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await statuses()).toEqual([503, 503]);
    cluster.goOn(id!);
    expect(await msUntil('200,200')).toBeLessThan(promisedMs);
  }, 120_000);
});
