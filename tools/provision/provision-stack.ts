import { httpRegistry, registryConfigSchema, registryHistory } from '@spillway/codecs';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { noMetrics, readConfig, silentLogger } from '@spillway/streaming';
import { z } from 'zod';
import { provision, type Provisioned } from './provision.ts';

const schema = z.object({ ...kafkaConfigSchema.shape, ...registryConfigSchema.shape });

/**
 * Provisions the Kafka and the registry that the environment names; variables of other parts are left alone.
 *
 * @throws SpillwayError `SPW-2004` · `SPW-1101` · `SPW-3003` · `SPW-3007`
 */
export async function provisionStack(environment: NodeJS.ProcessEnv): Promise<Provisioned> {
  const own = Object.entries(environment).filter(
    ([name]) => name.replace(/_FILE$/, '') in schema.shape || name in schema.shape,
  );
  const config = readConfig(schema, Object.fromEntries(own));
  const transport = kafkaTransport({ config, logger: silentLogger, metrics: noMetrics });
  const address = {
    url: config.SPILLWAY_REGISTRY_URL,
    username: config.SPILLWAY_REGISTRY_USERNAME,
    password: config.SPILLWAY_REGISTRY_PASSWORD,
    timeoutMs: config.SPILLWAY_REGISTRY_TIMEOUT_MS,
  };
  await transport.connect();
  try {
    return await provision(transport, httpRegistry(address), registryHistory(address));
  } finally {
    await transport.close();
  }
}
