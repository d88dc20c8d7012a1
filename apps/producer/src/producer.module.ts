import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { registryCodec, type RegistryConfig } from '@spillway/codecs';
import { knownEvents, knownUpcasters, publicEvents } from '@spillway/events';
import { kafkaTransport } from '@spillway/kafka';
import { SPILLWAY_PUBLISHER, SpillwayModule, type SpillwayOptions } from '@spillway/nest';
import { createLogger, otelMetrics, otelTracing, prometheusMetrics } from '@spillway/observability';
import { openStateStore, type KyselyStateStore } from '@spillway/state-store';
import { systemClock, type EventCodec, type EventPublisher, type Logger, type Transport } from '@spillway/streaming';
import { AcceptedEventsStore } from './accept/accepted-events.store.js';
import { producerMigrations, type ProducerDatabase } from './accept/accepted-events.table.js';
import { EventAcceptor } from './accept/event-acceptor.js';
import { checkTopicsAndContracts } from './accept/check-topics-and-contracts.js';
import { EventsController } from './http/events.controller.js';
import { ImportController } from './http/import.controller.js';
import { EventIngest } from './http/ingest/event-ingest.js';
import { OrdersController } from './http/orders.controller.js';
import { EVENT_INGEST, IMPORT_RUN } from './tokens.js';
import { importPlan } from './import/run/import-plan.js';
import { ImportRun } from './import/run/import-run.js';
import { ImportLifecycle } from './import/run/import-lifecycle.js';
import type { ProducerConfig } from './producer.config.js';

const EVENT_ACCEPTOR = Symbol('EVENT_ACCEPTOR');

/** The adapters of one producer. */
export interface ProducerParts {
  readonly spillway: SpillwayOptions & { readonly state: KyselyStateStore<ProducerDatabase> };
  /** For a start that failed half-way; afterwards the running app closes them. */
  close(): Promise<void>;
}

interface GivenParts {
  readonly transport?: Transport;
  readonly codec?: EventCodec;
  readonly logger: Logger;
}

export function producerLogger(config: ProducerConfig): Logger {
  return createLogger({ name: 'producer', level: config.LOG_LEVEL });
}

/** @throws SpillwayError `SPW-60xx` when the state cannot be opened */
export async function openProducerParts(config: ProducerConfig, given: GivenParts): Promise<ProducerParts> {
  const { logger } = given;
  const metrics = prometheusMetrics({ also: otelMetrics() });
  const transport = given.transport ?? kafkaTransport({ config: config as never, logger, metrics });
  const codec =
    given.codec ??
    registryCodec({
      config: config as RegistryConfig,
      dataDir: config.SPILLWAY_DATA_DIR,
      definitions: knownEvents,
      upcasters: knownUpcasters,
      logger,
      metrics,
    });
  const state = await openStateStore<ProducerDatabase>({
    postgresUrl: config.SPILLWAY_POSTGRES_URL,
    poolSize: config.SPILLWAY_POSTGRES_POOL_SIZE,
    dataDir: config.SPILLWAY_DATA_DIR,
    migrations: producerMigrations,
    logger,
  });
  return {
    spillway: {
      transport,
      codec,
      state,
      logger,
      metrics,
      tracing: otelTracing({ clientId: config.SPILLWAY_KAFKA_CLIENT_ID }),
      knownEvents,
      ownsTransport: given.transport === undefined,
    },
    async close() {
      await state.close();
      if (given.transport === undefined) await transport.close();
    },
  };
}

/** The producer: the one place where its parts meet. */
@Module({})
export class ProducerModule {
  static forRoot(config: ProducerConfig, { spillway }: ProducerParts): DynamicModule {
    const { transport, codec, state, logger } = spillway;
    const clock = systemClock;
    // What a service decides, or the toolkit writes about itself, is not taken from callers.
    const definitions = publicEvents;
    const store = new AcceptedEventsStore(state.db);
    const acceptor: FactoryProvider = {
      provide: EVENT_ACCEPTOR,
      inject: [SPILLWAY_PUBLISHER],
      useFactory: async (publisher: EventPublisher) => {
        await checkTopicsAndContracts(definitions, transport.admin(), codec);
        return new EventAcceptor(store, publisher, codec);
      },
    };
    const ingest: FactoryProvider = {
      provide: EVENT_INGEST,
      inject: [EVENT_ACCEPTOR],
      useFactory: (eventAcceptor: EventAcceptor) =>
        new EventIngest({
          acceptor: eventAcceptor,
          definitions,
          codec,
          clock,
          newId: randomUUID,
          ackTimeoutMs: config.SPILLWAY_ACK_TIMEOUT_MS,
        }),
    };
    const plan = importPlan(config);
    const importRun: FactoryProvider = {
      provide: IMPORT_RUN,
      inject: [EVENT_ACCEPTOR],
      useFactory: (eventAcceptor: EventAcceptor) =>
        plan && new ImportRun(plan, { acceptor: eventAcceptor, store, definitions, clock, logger }),
    };
    return {
      module: ProducerModule,
      imports: [SpillwayModule.forRoot(spillway)],
      controllers: [EventsController, OrdersController, ImportController],
      providers: [acceptor, ingest, importRun, ImportLifecycle],
    };
  }
}
