import {
  createGroupProcessor,
  noMetrics,
  RecordConsumer,
  silentLogger,
  systemClock,
  type ConsumerLimits,
  type GroupDefinition,
  type RecordProcessor,
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
  /** Around the processor, for faults. */
  readonly wrap?: (process: RecordProcessor) => RecordProcessor;
}

export interface StockProcess {
  readonly consumer: RecordConsumer;
  readonly transport: KillableTransport;
  /** Ends it without last words. */
  kill(): Promise<void>;
}

/** One process of the made-up shop's stock group, on its own connection to the log. */
export function stockProcess(options: StockProcessOptions): StockProcess {
  const { state, counted, group = stockGroup, handle = () => {}, wrap = (process) => process } = options;
  const transport = killableTransport(options.transport);
  const processor = createGroupProcessor({
    group,
    handlers: [{ name: 'count-stock', definitions: [Sold, Returned], handleBatch: counting(handle, counted) }],
    codec: jsonCodec(shopEvents),
    state,
    sink: transport.sink(),
    clock: systemClock,
    logger: silentLogger,
    metrics: noMetrics,
    inPlaceRetry: { retries: 1, initialMs: 1, maxMs: 1 },
  });
  const consumer = new RecordConsumer({
    transport,
    groupId: group.name,
    topics: [shopTopic],
    startFrom: group.startFrom,
    process: wrap(processor.process),
    startPositions: processor.startPositions,
    limits: { maxRoundRecords: 16, commitIntervalMs: 5, lagIntervalMs: 20, stopGraceMs: 500, ...options.limits },
    clock: systemClock,
    logger: silentLogger,
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
