import { Module, type DynamicModule } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { defaultIntakeBytes, openAuditStore, type AuditStoreOptions } from '@spillway/audit-store';
import { registryCodec } from '@spillway/codecs';
import { knownEvents, knownUpcasters } from '@spillway/events';
import { kafkaTransport } from '@spillway/kafka';
import { ReadinessRegistry, SPILLWAY_CLOCK, SpillwayModule } from '@spillway/nest';
import { createLogger, otelMetrics, otelTracing, prometheusMetrics } from '@spillway/observability';
import {
  noTracing,
  type AuditStore,
  type Clock,
  type EventCodec,
  type Logger,
  type Metrics,
  type Tracing,
  type Transport,
} from '@spillway/streaming';
import type { AuditAppConfig } from './audit.config.js';
import { auditedTopics } from './audited-topics.js';
import { AuditBackground } from './background/audit-background.js';
import { StoreReadiness } from './background/store-readiness.js';
import { Watermark } from './background/watermark.js';
import { CompleteUpTo } from './complete-up-to/complete-up-to.js';
import { AnalyticsController } from './http/analytics.controller.js';
import { AuditController } from './http/audit.controller.js';
import { DeliveriesController } from './http/deliveries.controller.js';
import { EventController } from './http/event.controller.js';
import { ExportController } from './http/export.controller.js';
import { JourneysController } from './http/journeys.controller.js';
import { PageController } from './http/page.controller.js';
import { ReadLog } from './http/read-log.interceptor.js';
import { VerificationController } from './http/verification.controller.js';
import { AuditConsumer } from './sink/audit-consumer.js';
import { intakeLimits, type IntakeLimits } from './sink/intake-limits.js';
import { IntakeProgress } from './sink/intake-progress.js';
import { LedgerMender } from './sink/ledger-mender.js';
import type { RetentionDays } from './upkeep.config.js';
import { AUDITED_TOPICS, AUDIT_PARTS, AUDIT_STORE, COMPLETE_UP_TO } from './tokens.js';

export interface AuditParts {
  readonly transport: Transport;
  readonly ownsTransport: boolean;
  readonly codec: EventCodec;
  readonly store: AuditStore;
  readonly topics: readonly string[];
  readonly retention: RetentionDays;
  readonly quietHours: string;
  readonly limits: IntakeLimits;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Default: off. */
  readonly tracing?: Tracing;
}

export interface GivenParts {
  readonly transport?: Transport;
  readonly codec?: EventCodec;
  readonly logger?: Logger;
}

/** Makes what the app runs on; what is given is taken as it is. Opens the store, which owns its folder from then on. */
export async function openAuditParts(config: Partial<AuditAppConfig>, given: GivenParts): Promise<AuditParts> {
  const logger = given.logger ?? createLogger({ name: 'audit' });
  const metrics = prometheusMetrics({ also: otelMetrics() });
  const transport = given.transport ?? kafkaTransport({ config: config as AuditAppConfig, logger, metrics });
  const codec =
    given.codec ??
    registryCodec({
      config: config as AuditAppConfig,
      dataDir: config.SPILLWAY_DATA_DIR,
      definitions: knownEvents,
      upcasters: knownUpcasters,
      logger,
      metrics,
    });
  const limits = intakeLimits(config.SPILLWAY_AUDIT_INTAKE_BYTES ?? defaultIntakeBytes);
  const store = await openAuditStore({
    clickhouseUrl: config.SPILLWAY_CLICKHOUSE_URL,
    database: config.SPILLWAY_CLICKHOUSE_DATABASE,
    username: config.SPILLWAY_CLICKHOUSE_USER,
    password: config.SPILLWAY_CLICKHOUSE_PASSWORD,
    reader: readerOf(config),
    dataDir: config.SPILLWAY_DATA_DIR,
    engineBytes: config.SPILLWAY_AUDIT_ENGINE_BYTES,
    maxInsertBytes: limits.insertBytes,
    metrics,
    logger,
  });
  return {
    transport,
    ownsTransport: given.transport === undefined,
    codec,
    store,
    topics: auditedTopics,
    retention: config.SPILLWAY_AUDIT_RETENTION ?? {},
    quietHours: config.SPILLWAY_AUDIT_QUIET_HOURS ?? '0-0',
    limits,
    logger,
    metrics,
    tracing: otelTracing({ clientId: config.SPILLWAY_KAFKA_CLIENT_ID }),
  };
}

function readerOf(config: Partial<AuditAppConfig>): AuditStoreOptions['reader'] {
  const username = config.SPILLWAY_CLICKHOUSE_READER_USER;
  return username === undefined ? undefined : { username, password: config.SPILLWAY_CLICKHOUSE_READER_PASSWORD };
}

/** The audit app: every record into the store, and answers from it. */
@Module({})
export class AuditModule {
  static forRoot(parts: AuditParts): DynamicModule {
    const { transport, ownsTransport, codec, store, topics, logger, metrics, tracing = noTracing } = parts;
    const progress = new IntakeProgress();
    return {
      module: AuditModule,
      imports: [SpillwayModule.forRoot({ transport, ownsTransport, codec, logger, metrics, tracing })],
      controllers: [
        AuditController,
        EventController,
        DeliveriesController,
        JourneysController,
        VerificationController,
        ExportController,
        AnalyticsController,
        PageController,
      ],
      providers: [
        { provide: APP_INTERCEPTOR, useClass: ReadLog },
        { provide: AUDIT_STORE, useValue: store },
        { provide: AUDITED_TOPICS, useValue: topics },
        { provide: AUDIT_PARTS, useValue: { ...parts, progress } },
        {
          provide: COMPLETE_UP_TO,
          inject: [SPILLWAY_CLOCK, AuditConsumer],
          useFactory: (clock: Clock, consumer: AuditConsumer) =>
            new CompleteUpTo({ transport, store, progress, topics, held: () => consumer.held(), clock }),
        },
        AuditConsumer,
        {
          provide: StoreReadiness,
          inject: [AuditConsumer, LedgerMender, ReadinessRegistry, SPILLWAY_CLOCK],
          useFactory: (consumer: AuditConsumer, mender: LedgerMender, readiness: ReadinessRegistry, clock: Clock) => {
            const onBack = (): void => {
              consumer.storeIsBack();
              mender.storeIsBack();
            };
            const probing = new StoreReadiness(store, onBack, clock);
            readiness.add('store', () => probing.readiness);
            return probing;
          },
        },
        LedgerMender,
        AuditBackground,
        Watermark,
      ],
    };
  }
}
