import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import type { Transport } from '@spillway/streaming';
import { namespacedTransport } from '../../test/support/namespaced-transport.ts';

/** Kafka under names of a run's own. */
export async function openLog(brokers: readonly string[], prefix: string): Promise<Transport> {
  const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') });
  const transport = namespacedTransport(kafkaTransport({ config }), prefix);
  await transport.connect();
  return transport;
}
