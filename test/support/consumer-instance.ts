import { startConsumerApp } from '@spillway/consumer-app';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import type { RunningApp } from '@spillway/nest';
import { silentLogger } from '@spillway/streaming';
import { namespacedTransport } from './namespaced-transport.js';

/** The consumer app on a shared broker; its topics and groups bear the prefix there. */
export async function startConsumerInstance(environment: NodeJS.ProcessEnv, prefix: string): Promise<RunningApp> {
  const kafka = kafkaTransport({
    config: kafkaConfigSchema.parse({
      SPILLWAY_KAFKA_BROKERS: environment['SPILLWAY_KAFKA_BROKERS'],
      SPILLWAY_KAFKA_SESSION_TIMEOUT_MS: '6000',
    }),
  });
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('SPILLWAY_')));
  const transport = namespacedTransport(kafka, prefix);
  try {
    const app = await startConsumerApp({ environment: own, transport, logger: silentLogger });
    return { ...app, close: () => app.close().then(() => kafka.close()) };
  } catch (error) {
    await kafka.close();
    throw error;
  }
}
