import {
  GroupConsumer,
  noMetrics,
  silentLogger,
  systemClock,
  type ConsumerLimits,
  type DeliveryLedger,
  type GroupDefinition,
  type Logger,
  type StateStore,
  type Transport,
} from '@spillway/streaming';
import {
  counting,
  jsonCodec,
  killableTransport,
  Returned,
  shopEvents,
  shopTopic,
  Sold,
  stockGroup,
  type HandleSales,
  type KillableTransport,
} from '@spillway/testing';

export interface StockProcessOptions {
  readonly transport: Transport;
  readonly state?: StateStore;
  /** Where the handler counts; shared by the processes of a group, as their database is. */
  readonly counted: string[];
  readonly group?: GroupDefinition;
  readonly handle?: HandleSales;
  readonly limits?: Partial<ConsumerLimits>;
  readonly ledger?: DeliveryLedger;
  readonly logger?: Logger;
}

export interface StockProcess {
  readonly consumer: GroupConsumer;
  readonly transport: KillableTransport;
  /** Ends it without last words. */
  kill(): Promise<void>;
}

/** One process of the made-up shop's stock group, on its own connection to the log. */
export function stockProcess(options: StockProcessOptions): StockProcess {
  const { state, counted, group = stockGroup, handle = () => {} } = options;
  const transport = killableTransport(options.transport);
  const handleBatch = counting(handle, counted);
  const consumer = new GroupConsumer({
    transport,
    group,
    handlers: [{ kind: 'batch', name: 'count-stock', definitions: [Sold, Returned], handleBatch }],
    codec: jsonCodec(shopEvents),
    ...(state === undefined ? {} : { state }),
    ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
    limits: { commitIntervalMs: 5, lagIntervalMs: 20, stopGraceMs: 500, ...options.limits },
    clock: systemClock,
    logger: options.logger ?? silentLogger,
    metrics: noMetrics,
  });
  return {
    consumer,
    transport,
    kill: async () => {
      await transport.kill();
      await consumer.stop();
    },
  };
}

/** Waits until the group has done everything that lies in the log now. */
export async function isDrained(processes: readonly StockProcess[], partitions: number): Promise<boolean> {
  const statuses = processes.flatMap(({ consumer }) => consumer.status().partitions);
  const ranges = await processes[0]!.transport.admin().ranges(shopTopic);
  return (
    statuses.length === partitions &&
    ranges.every((range) =>
      statuses.some(({ partition, doneOffset }) => partition === range.partition && doneOffset === range.endOffset),
    )
  );
}
