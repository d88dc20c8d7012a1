import { Module, type DynamicModule } from '@nestjs/common';
import { openAuditStore } from '@spillway/audit-store';
import { avroCodec, httpRegistry } from '@spillway/codecs';
import { knownEvents } from '@spillway/events';
import { kafkaTransport } from '@spillway/kafka';
import { SpillwayModule } from '@spillway/nest';
import { createLogger, prometheusMetrics } from '@spillway/observability';
import type { AuditStore, EventCodec, Logger, Metrics, Transport } from '@spillway/streaming';
import type { AuditAppConfig } from './audit.config.js';
import { auditedTopics } from './audited-topics.js';
import { AuditController } from './http/audit.controller.js';
import { AuditConsumer } from './sink/audit-consumer.js';
import { AUDITED_TOPICS, AUDIT_PARTS, AUDIT_STORE } from './tokens.js';

export interface AuditParts {
  readonly transport: Transport;
  readonly ownsTransport: boolean;
  readonly codec: EventCodec;
  readonly store: AuditStore;
  readonly topics: readonly string[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface GivenParts {
  readonly transport?: Transport;
  readonly codec?: EventCodec;
  readonly logger?: Logger;
}

/** Makes what the app runs on; what is given is taken as it is. Opens the store, which owns its folder from then on. */
export async function openAuditParts(config: Partial<AuditAppConfig>, given: GivenParts): Promise<AuditParts> {
  const logger = given.logger ?? createLogger({ name: 'audit' });
  const metrics = prometheusMetrics();
  const transport = given.transport ?? kafkaTransport({ config: config as AuditAppConfig, logger, metrics });
  const codec = given.codec ?? avroCodec({ registry: registryOf(config as AuditAppConfig), definitions: knownEvents });
  const store = await openAuditStore({
    clickhouseUrl: config.SPILLWAY_CLICKHOUSE_URL,
    database: config.SPILLWAY_CLICKHOUSE_DATABASE,
    username: config.SPILLWAY_CLICKHOUSE_USER,
    password: config.SPILLWAY_CLICKHOUSE_PASSWORD,
    dataDir: config.SPILLWAY_DATA_DIR,
    metrics,
  });
  return {
    transport,
    ownsTransport: given.transport === undefined,
    codec,
    store,
    topics: auditedTopics,
    logger,
    metrics,
  };
}

function registryOf(config: AuditAppConfig) {
  return httpRegistry({
    url: config.SPILLWAY_REGISTRY_URL,
    username: config.SPILLWAY_REGISTRY_USERNAME,
    password: config.SPILLWAY_REGISTRY_PASSWORD,
    timeoutMs: config.SPILLWAY_REGISTRY_TIMEOUT_MS,
  });
}

/** The audit app: every record into the store, and answers from it. */
@Module({})
export class AuditModule {
  static forRoot(parts: AuditParts): DynamicModule {
    const { transport, ownsTransport, codec, store, topics, logger, metrics } = parts;
    return {
      module: AuditModule,
      imports: [SpillwayModule.forRoot({ transport, ownsTransport, codec, logger, metrics })],
      controllers: [AuditController],
      providers: [
        { provide: AUDIT_STORE, useValue: store },
        { provide: AUDITED_TOPICS, useValue: topics },
        { provide: AUDIT_PARTS, useValue: parts },
        AuditConsumer,
      ],
    };
  }
}
