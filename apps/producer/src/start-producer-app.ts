import type { EventCodec, Logger, Transport } from '@spillway/streaming';
import { httpOptions, startHttpApp, type RunningApp } from '@spillway/nest';
import { IMPORT_RUN } from './tokens.js';
import type { ImportRun } from './import/run/import-run.js';
import { readProducerConfig } from './producer.config.js';
import { openProducerParts, ProducerModule, producerLogger } from './producer.module.js';

export interface StartProducerOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Used instead of Kafka; whoever gives it closes it. Give `codec` with it. */
  readonly transport?: Transport;
  /** Used instead of one on the schema registry. */
  readonly codec?: EventCodec;
  readonly logger?: Logger;
}

/**
 * Starts the producer: HTTP ingest, and, once that is ready, the import that the configuration asks for.
 *
 * @throws SpillwayError `SPW-2004` configuration · `SPW-1101`, `SPW-1103`, `SPW-3003`, `SPW-3005` log, topics, registry
 *   or contracts not there · `SPW-60xx` state not usable · `SPW-1003` port taken
 */
export async function startProducerApp(options: StartProducerOptions): Promise<RunningApp> {
  const given = options.transport !== undefined && options.codec !== undefined;
  const config = readProducerConfig(options.environment, { log: given });
  const logger = options.logger ?? producerLogger(config);
  const parts = await openProducerParts(config, { ...options, logger });
  try {
    const running = await startHttpApp(ProducerModule.forRoot(config, parts), {
      name: 'producer',
      logger,
      http: httpOptions(config),
      groupRoutes: false,
      openApi: { title: 'Spillway producer' },
    });
    running.app.get<ImportRun | undefined>(IMPORT_RUN, { strict: false })?.start();
    return { name: running.name, url: running.url, close: running.close, failed: running.failed };
  } catch (error) {
    await parts.close();
    throw error;
  }
}
