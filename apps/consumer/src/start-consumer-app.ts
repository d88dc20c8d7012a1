import { httpOptions, startHttpApp, type RunningApp } from '@spillway/nest';
import type { EventCodec, Logger, Transport } from '@spillway/streaming';
import { readConsumerConfig } from './consumer.config.js';
import { ConsumerModule, openConsumerParts } from './consumer.module.js';

export interface StartConsumerOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Instead of Kafka; stays open when the app closes. */
  readonly transport?: Transport;
  /** Instead of one on the schema registry. */
  readonly codec?: EventCodec;
  readonly logger?: Logger;
}

/**
 * Starts the consumer and resolves when its groups have their partitions and it answers.
 *
 * @throws SpillwayError `SPW-2004` configuration · `SPW-60xx` state not usable, or embedded in a group with other
 *   members · `SPW-1101` Kafka not reached · `SPW-1103` topic missing · `SPW-3005` contract not registered ·
 *   `SPW-1003` port taken
 */
export async function startConsumerApp(options: StartConsumerOptions): Promise<RunningApp> {
  const { environment, transport, codec, logger } = options;
  const config = readConsumerConfig(environment, { transport: transport !== undefined, codec: codec !== undefined });
  const parts = await openConsumerParts(config, { transport, codec, logger });
  try {
    const { name, url, close, failed } = await startHttpApp(ConsumerModule.forRoot(parts), {
      name: 'consumer',
      logger: parts.spillway.logger,
      http: httpOptions(config),
      openApi: { title: 'Spillway consumer' },
    });
    return { name, url, close, failed };
  } catch (error) {
    await parts.close();
    throw error;
  }
}
