import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { avroCodec, httpRegistry } from '@spillway/codecs';
import { knownEvents } from '@spillway/events';
import { kafkaTransport } from '@spillway/kafka';
import { SPILLWAY_TRANSPORT, SpillwayModule, type SpillwayOptions } from '@spillway/nest';
import { createLogger, prometheusMetrics } from '@spillway/observability';
import { openStateStore, type KyselyStateStore, type MigrationSet } from '@spillway/state-store';
import type { EventCodec, Logger, Transport } from '@spillway/streaming';
import { checkSurroundings } from './check-surroundings.js';
import type { ConsumerConfig } from './consumer.config.js';
import { GroupStatusReader } from './groups/group-status.reader.js';
import { GroupsController } from './groups/groups.controller.js';
import { InventoryController } from './inventory/inventory.controller.js';
import { UpdateInventory } from './inventory/update-inventory.handler.js';
import { RevenueController } from './revenue/revenue.controller.js';
import { UpdateRevenue } from './revenue/update-revenue.handler.js';
import type { ConsumerTables } from './state/consumer-tables.js';
import { createConsumerTables } from './state/create-consumer-tables.js';
import { CONSUMER_DB, CONSUMER_INBOX } from './tokens.js';

const migrations: MigrationSet = { owner: 'consumer', steps: { '0001-tables': { up: createConsumerTables } } };
const hourMs = 60 * 60 * 1000;

/** What the app runs on. */
export interface ConsumerParts {
  readonly spillway: SpillwayOptions & { readonly state: KyselyStateStore<ConsumerTables> };
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
  const metrics = prometheusMetrics();
  const state = await openStateStore<ConsumerTables>({
    postgresUrl: config.SPILLWAY_POSTGRES_URL,
    dataDir: config.SPILLWAY_DATA_DIR,
    inboxWindowMs: config.SPILLWAY_INBOX_WINDOW_HOURS * hourMs,
    migrations,
    logger,
  });
  const transport = given.transport ?? kafkaTransport({ config: config as never, logger, metrics });
  const codec = given.codec ?? avroCodec({ registry: registryOf(config), definitions: knownEvents });
  const ownsTransport = given.transport === undefined;
  return {
    spillway: { transport, codec, state, logger, metrics, knownEvents, ownsTransport },
    async close() {
      if (ownsTransport) await transport.close();
      await state.close();
    },
  };
}

function registryOf(config: ConsumerConfig) {
  return httpRegistry({
    url: config.SPILLWAY_REGISTRY_URL ?? '',
    username: config.SPILLWAY_REGISTRY_USERNAME,
    password: config.SPILLWAY_REGISTRY_PASSWORD,
    timeoutMs: config.SPILLWAY_REGISTRY_TIMEOUT_MS,
  });
}

/** The consumer app: the groups `inventory` and `revenue`, and what they know. */
@Module({})
export class ConsumerModule {
  static forRoot({ spillway }: ConsumerParts): DynamicModule {
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
        GroupStatusReader,
        UpdateInventory,
        UpdateRevenue,
      ],
    };
  }
}
