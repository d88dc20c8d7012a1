import { deadLetterTopic, holdsTopic } from '@spillway/events';
import {
  defineGroup,
  GroupConsumer,
  memoryTransport,
  noMetrics,
  retryTopicDefinitions,
  silentLogger,
  type GroupConsumerOptions,
  type GroupDefinition,
  type GroupTopicOptions,
  type HandlerBinding,
  type LogRecord,
  type MemoryTransport,
  type StartFrom,
} from '@spillway/streaming';
import { virtualClock, type VirtualClock } from '../clock/virtual-clock.js';
import { jsonCodec } from '../codec/json-codec.js';
import { Counted, outgoingSale, shopEvents, shopTopic, type SaleSpec } from './shop-events.js';

export interface ShopBenchOptions extends Partial<Omit<GroupConsumerOptions, 'group' | 'handlers' | 'clock'>> {
  readonly handlers: readonly HandlerBinding[];
  /** How the group treats the shop's topic; default: key order, retried in place. */
  readonly topic?: Partial<GroupTopicOptions>;
  /** Default: the beginning. */
  readonly startFrom?: StartFrom;
  readonly partitions?: number;
  readonly transport?: MemoryTransport;
  readonly clock?: VirtualClock;
}

const stepMs = 50;
const longestMs = 3_600_000;

/** A group of the made-up shop on the memory log, with time under control: hours of retries pass in milliseconds. */
export class ShopBench {
  readonly transport: MemoryTransport;
  readonly clock: VirtualClock;
  readonly group: GroupDefinition;
  readonly #partitions: number;
  #consumers: GroupConsumer[] = [];

  private constructor(private readonly options: ShopBenchOptions) {
    this.clock = options.clock ?? virtualClock();
    this.transport = options.transport ?? memoryTransport({ clock: this.clock });
    this.#partitions = options.partitions ?? 1;
    const topic: GroupTopicOptions = { ordering: 'key', ignore: [Counted], ...options.topic };
    this.group = defineGroup('stock', {
      startFrom: options.startFrom ?? 'beginning',
      topics: { [shopTopic]: topic },
    });
  }

  /** Creates the topics; starts nothing. */
  static async open(options: ShopBenchOptions): Promise<ShopBench> {
    const bench = new ShopBench(options);
    const partitions = bench.#partitions;
    await bench.transport
      .admin()
      .ensureTopics([{ name: shopTopic, partitions }, ...retryTopicDefinitions(bench.group, shopTopic, partitions)]);
    return bench;
  }

  /** A new member of the group, started. */
  async start(options: Partial<ShopBenchOptions> = {}): Promise<GroupConsumer> {
    const { handlers, transport, ...rest } = { ...this.options, ...options };
    const consumer = new GroupConsumer({
      codec: jsonCodec(shopEvents),
      logger: silentLogger,
      metrics: noMetrics,
      ...rest,
      transport: transport ?? this.transport,
      group: this.group,
      handlers,
      clock: this.clock,
    });
    this.#consumers.push(consumer);
    await this.#whileTimePasses(consumer.start());
    return consumer;
  }

  /** Members that were started and not stopped. */
  get running(): readonly GroupConsumer[] {
    return [...this.#consumers];
  }

  async sell(...sales: readonly (SaleSpec & { readonly partition?: number })[]): Promise<void> {
    const { transport } = this;
    const appends = sales.map(({ partition = 0, ...sale }) =>
      transport.sink().append({ ...outgoingSale(sale), partition }),
    );
    await Promise.all(appends);
  }

  /** Lets time pass until the group has done everything in its topics. */
  async settled(): Promise<void> {
    await this.until(() => this.#isSettled());
  }

  /** Lets time pass until it is true. */
  async until(isTrue: () => boolean | Promise<boolean>, withinMs = longestMs): Promise<void> {
    for (let passedMs = 0; !(await isTrue()); passedMs += stepMs) {
      if (passedMs > withinMs) throw new Error(`Not true within ${withinMs} ms`);
      await this.clock.advance(stepMs);
    }
  }

  async records(topic: string): Promise<readonly LogRecord[]> {
    const ranges = await this.transport.admin().ranges(topic);
    return ranges.flatMap(({ partition, beginOffset }) => {
      const records: LogRecord[] = [];
      for (let at = Number(beginOffset); ;) {
        const batch = this.transport.log.read(topic, partition, at);
        if (batch === undefined) return records;
        records.push(...batch.records);
        at = batch.nextOffset;
      }
    });
  }

  deadLetters(): Promise<readonly LogRecord[]> {
    return this.records(deadLetterTopic(shopTopic, this.group.name));
  }

  holds(): Promise<readonly LogRecord[]> {
    return this.records(holdsTopic(shopTopic, this.group.name));
  }

  async stop(consumer: GroupConsumer): Promise<void> {
    this.#consumers = this.#consumers.filter((each) => each !== consumer);
    await this.#whileTimePasses(consumer.stop());
  }

  async close(): Promise<void> {
    for (const consumer of [...this.#consumers]) await this.stop(consumer);
  }

  async #isSettled(): Promise<boolean> {
    const statuses = this.#consumers.map((consumer) => consumer.status());
    if (statuses.some(({ state }) => state !== 'running')) return false;
    const own = new Map(
      statuses.flatMap(({ partitions }) =>
        partitions.map((each) => [`${each.topic}/${each.partition}`, each] as const),
      ),
    );
    const admin = this.transport.admin();
    const ranges = await Promise.all(
      [...new Set([...own.values()].map(({ topic }) => topic))].map((topic) => admin.ranges(topic)),
    );
    return ranges.flat().every(({ topic, partition, endOffset }) => {
      if (topic.endsWith('.holds')) return true;
      return (own.get(`${topic}/${partition}`)?.doneOffset ?? -1n) >= endOffset;
    });
  }

  async #whileTimePasses<T>(work: Promise<T>): Promise<T> {
    const over = new AbortController();
    const settled = work.finally(() => over.abort());
    settled.catch(() => undefined);
    while (!over.signal.aborted) await this.clock.advance(stepMs);
    return settled;
  }
}
