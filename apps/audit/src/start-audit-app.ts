import { httpOptions, startHttpApp, type RunningApp } from '@spillway/nest';
import type { EventCodec, Logger, Transport } from '@spillway/streaming';
import { readAuditConfig } from './audit.config.js';
import { AuditModule, openAuditParts } from './audit.module.js';

export interface StartAuditOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Instead of Kafka; stays open when the app closes. */
  readonly transport?: Transport;
  /** Instead of one on the schema registry. */
  readonly codec?: EventCodec;
  readonly logger?: Logger;
}

/**
 * Starts the audit app and resolves when it has its partitions and answers.
 *
 * @throws SpillwayError `SPW-2004` configuration · `SPW-7001` audit folder in use · `SPW-1101` Kafka not reached ·
 * `SPW-1103` topic missing · `SPW-3005` contract not registered · `SPW-1003` port taken · `SPW-7009` a store of its own in a
 * group with other members
 */
export async function startAuditApp(options: StartAuditOptions): Promise<RunningApp> {
  const { environment, transport, codec, logger } = options;
  const config = readAuditConfig(environment, { transport: transport !== undefined, codec: codec !== undefined });
  const parts = await openAuditParts(config, { transport, codec, logger });
  try {
    const { name, url, close, failed } = await startHttpApp(AuditModule.forRoot(parts), {
      name: 'audit',
      logger: parts.logger,
      http: httpOptions(config),
      groupRoutes: false,
      openApi: { title: 'Spillway audit' },
    });
    // The store goes last: consumers and requests that still run need it.
    let closing: Promise<void> | undefined;
    return { name, url, failed, close: () => (closing ??= close().finally(() => parts.store.close())) };
  } catch (error) {
    await parts.store.close();
    throw error;
  }
}
