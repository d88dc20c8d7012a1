import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { SpillwayModule, httpOptions, startHttpApp, type RunningApp } from '@spillway/nest';
import {
  memoryTransport,
  noMetrics,
  silentLogger,
  type EventCodec,
  type Logger,
  type Transport,
} from '@spillway/streaming';
import { readAuditConfig } from '../../apps/audit/src/audit.config.js';
import { AnalyticsController } from '../../apps/audit/src/http/analytics.controller.js';
import { AuditController } from '../../apps/audit/src/http/audit.controller.js';
import { DeliveriesController } from '../../apps/audit/src/http/deliveries.controller.js';
import { EventController } from '../../apps/audit/src/http/event.controller.js';
import { ExportController } from '../../apps/audit/src/http/export.controller.js';
import { JourneysController } from '../../apps/audit/src/http/journeys.controller.js';
import { ReadLog } from '../../apps/audit/src/http/read-log.interceptor.js';
import { VerificationController } from '../../apps/audit/src/http/verification.controller.js';
import { AUDITED_TOPICS, AUDIT_STORE, COMPLETE_UP_TO } from '../../apps/audit/src/tokens.js';

@Module({})
class Answers {}

export interface AuditedLog {
  /** Stays open when the app closes. */
  readonly transport: Transport;
  readonly topics: readonly string[];
}

/** The routes of the audit app that ask the store, over a store of the test's own and no sink; unless told, of no topic. */
export function startAuditAnswers(store: object, log?: AuditedLog, logger: Logger = silentLogger): Promise<RunningApp> {
  const { transport, topics } = log ?? { transport: memoryTransport(), topics: [] };
  const ownsTransport = log === undefined;
  const codec = {} as EventCodec;
  const module = {
    module: Answers,
    imports: [SpillwayModule.forRoot({ transport, ownsTransport, codec, logger, metrics: noMetrics })],
    controllers: [
      AnalyticsController,
      AuditController,
      EventController,
      DeliveriesController,
      JourneysController,
      ExportController,
      VerificationController,
    ],
    providers: [
      { provide: APP_INTERCEPTOR, useClass: ReadLog },
      { provide: AUDIT_STORE, useValue: store },
      { provide: AUDITED_TOPICS, useValue: topics },
      { provide: COMPLETE_UP_TO, useValue: { now: () => Promise.resolve(null) } },
    ],
  };
  const environment = { SPILLWAY_DATA_DIR: '/nowhere', SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
  const config = readAuditConfig(environment, { transport: true, codec: true });
  return startHttpApp(module, {
    name: 'audit',
    logger,
    http: httpOptions(config),
    groupRoutes: false,
  });
}
