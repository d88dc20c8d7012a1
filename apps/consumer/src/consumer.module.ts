import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { registryCodec, type RegistryConfig } from '@spillway/codecs';
import { knownEvents, knownUpcasters } from '@spillway/events';
import { kafkaTransport } from '@spillway/kafka';
import { SPILLWAY_TRANSPORT, SpillwayModule, type SpillwayOptions } from '@spillway/nest';
import { createLogger, otelMetrics, otelTracing, prometheusMetrics } from '@spillway/observability';
import { openStateStore, type KyselyStateStore, type MigrationSet } from '@spillway/state-store';
import { systemClock, type EventCodec, type Logger, type Transport } from '@spillway/streaming';
import { appVersion } from './app-version.js';
import { checkSurroundings } from './check-surroundings.js';
import { consumerHandlers } from './consumer-handlers.js';
import type { ConsumerConfig } from './consumer.config.js';
import { GroupStatusReader } from './groups/group-status.reader.js';
import { GroupsController } from './groups/groups.controller.js';
import { InventoryController } from './inventory/inventory.controller.js';
import { PaymentGatewayClient } from './payments/payment-gateway.client.js';
import { RevenueController } from './revenue/revenue.controller.js';
import type { ConsumerTables } from './state/consumer-tables.js';
import { createConsumerTables } from './state/create-consumer-tables.js';
import { CONSUMER_DB, CONSUMER_INBOX, PAYMENT_GATEWAY } from './tokens.js';

const migrations: MigrationSet = { owner: 'consumer', steps: { '0001-tables': { up: createConsumerTables } } };
const hourMs = 60 * 60 * 1000;

/** What the app runs on. */
export interface ConsumerParts {
  readonly spillway: SpillwayOptions & { readonly state: KyselyStateStore<ConsumerTables> };
  readonly gateway: PaymentGatewayClient;
  /** For a start that failed half-way; afterwards the running app closes them. */
  close(): Promise<void>;
}

export interface GivenParts {
  readonly transport?: Transport;
  readonly codec?: EventCodec;
  readonly logger?: Logger;
}

/**
 * Makes what the app runs on; what is given is taken as it is and stays open when the app closes.
 *
 * @throws SpillwayError `SPW-60xx` when the state cannot be opened
 */
export async function openConsumerParts(config: ConsumerConfig, given: GivenParts): Promise<ConsumerParts> {
  const logger = given.logger ?? createLogger({ name: 'consumer', level: config.LOG_LEVEL });
  const metrics = prometheusMetrics({ also: otelMetrics() });
  const state = await openStateStore<ConsumerTables>({
    postgresUrl: config.SPILLWAY_POSTGRES_URL,
    dataDir: config.SPILLWAY_DATA_DIR,
    poolSize: config.SPILLWAY_POSTGRES_POOL_SIZE,
    inboxWindowMs: config.SPILLWAY_INBOX_WINDOW_HOURS * hourMs,
    migrations,
    logger,
  });
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
  const ownsTransport = given.transport === undefined;
  return {
    spillway: {
      transport,
      codec,
      state,
      logger,
      metrics,
      // An order is to be followed through all services in one trace.
      tracing: otelTracing({ clientId: config.SPILLWAY_KAFKA_CLIENT_ID, singleAsChild: true }),
      ledger: true,
      appVersion,
      knownEvents,
      ownsTransport,
    },
    gateway: new PaymentGatewayClient({
      url: config.SPILLWAY_PAYMENT_GATEWAY_URL,
      timeoutMs: config.SPILLWAY_PAYMENT_TIMEOUT_MS,
      clock: systemClock,
    }),
    async close() {
      if (ownsTransport) await transport.close();
      await state.close();
    },
  };
}

/** The consumer app: its groups, and what they know. */
@Module({})
export class ConsumerModule {
  static forRoot({ spillway, gateway }: ConsumerParts): DynamicModule {
    const { state, codec, logger } = spillway;
    const surroundings: FactoryProvider = {
      provide: Symbol('surroundings'),
      inject: [SPILLWAY_TRANSPORT],
      useFactory: (transport: Transport) => checkSurroundings(transport, codec, logger),
    };
    return {
      module: ConsumerModule,
      imports: [SpillwayModule.forRoot(spillway)],
      controllers: [InventoryController, RevenueController, GroupsController],
      providers: [
        surroundings,
        { provide: CONSUMER_DB, useValue: state.db },
        { provide: CONSUMER_INBOX, useValue: state.inbox },
        { provide: PAYMENT_GATEWAY, useValue: gateway },
        GroupStatusReader,
        ...consumerHandlers,
      ],
    };
  }
}
