import { SpillwayError } from '@spillway/events';
import type { Clock, LogAdmin, LogReader, ReadPage, ReadRequest } from '@spillway/streaming';
import type { Cluster } from '../internals/kafkajs-internals.js';
import { kafkaErrorFacts } from '../errors/kafka-error-facts.js';
import { toSpillwayError } from '../errors/to-spillway-error.js';
import type { FetchResponse } from '../records/decode-fetch-response.js';
import { toReadPage } from './to-read-page.js';

export interface KafkaLogReaderOptions {
  readonly createCluster: () => Cluster;
  readonly admin: LogAdmin;
  readonly clock: Clock;
  /** For the answer to a fetch, which the broker gives at once. */
  readonly maxWaitMs: number;
}

const maxTries = 5;
const pauseMs = 200;
/** Room for the envelope of a batch: a fetch gives whole batches, and at least one. */
const maxFetchBytes = 8 * 1024 * 1024;

/** Reads single ranges by fetch requests of our own, to the broker that leads the partition. Connects when first used. */
export class KafkaLogReader implements LogReader {
  #cluster: Promise<Cluster> | undefined;
  readonly #topics = new Set<string>();

  constructor(private readonly options: KafkaLogReaderOptions) {}

  async read(request: ReadRequest): Promise<ReadPage> {
    const { topic, partition } = request;
    let failure: unknown;
    for (let attempt = 1; attempt <= maxTries; attempt++) {
      try {
        const page = await this.#readOnce(request);
        if (page !== undefined) return page;
        failure = new Error('The broker gave nothing, though the partition goes on');
      } catch (error) {
        if (error instanceof SpillwayError) throw error;
        failure = error;
        if (kafkaErrorFacts(error).kind === 'OFFSET_OUT_OF_RANGE') {
          const page = await this.#outOfRange(request);
          if ('endOffset' in page) return page;
          return this.read(page);
        }
        // Another leader, or a broken connection: what is known of the cluster is asked anew.
        await this.close();
      }
      await this.options.clock.sleep(pauseMs);
    }
    throw toSpillwayError(failure, `Reading ${topic}/${partition}`);
  }

  async close(): Promise<void> {
    const cluster = this.#cluster;
    this.#cluster = undefined;
    this.#topics.clear();
    await (await cluster?.catch(() => undefined))?.disconnect().catch(() => undefined);
  }

  /** @returns undefined when the broker gave nothing of what there is, as one does that throttles */
  async #readOnce(request: ReadRequest): Promise<ReadPage | undefined> {
    const { topic, partition, fromOffset, maxBytes } = request;
    const cluster = await this.#connected(topic);
    const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    if (leader === undefined) throw missing(`Topic ${topic} has no partition ${partition}`);
    const broker = await cluster.findBroker({ nodeId: leader });
    const bytes = Math.min(maxFetchBytes, Math.max(maxBytes, 1) + 4_096);
    const answer = (await broker.fetch({
      maxWaitTime: this.options.maxWaitMs,
      minBytes: 0,
      maxBytes: bytes,
      topics: [{ topic, partitions: [{ partition, fetchOffset: String(fromOffset), maxBytes: bytes }] }],
    })) as FetchResponse;
    const fetched = answer.responses
      .flatMap(({ partitions }) => partitions)
      .find((each) => each.partition === partition);
    return fetched === undefined ? undefined : toReadPage(request, fetched);
  }

  async #connected(topic: string): Promise<Cluster> {
    if (!this.#topics.has(topic)) {
      // Asked first because the client tries for long to learn of a topic that does not exist.
      await this.options.admin.ranges(topic);
    }
    this.#cluster ??= this.#connect();
    const cluster = await this.#cluster;
    await cluster.addTargetTopic(topic);
    this.#topics.add(topic);
    return cluster;
  }

  async #connect(): Promise<Cluster> {
    const cluster = this.options.createCluster();
    await cluster.connect();
    return cluster;
  }

  /** Below the begin of the log reading starts there; at its end there is nothing. */
  async #outOfRange(request: ReadRequest): Promise<ReadRequest | ReadPage> {
    const { topic, partition, fromOffset } = request;
    const range = (await this.options.admin.ranges(topic)).find((each) => each.partition === partition);
    if (range === undefined) throw missing(`Topic ${topic} has no partition ${partition}`);
    const [begin, end] = [Number(range.beginOffset), Number(range.endOffset)];
    if (fromOffset < begin) return { ...request, fromOffset: begin };
    return { records: [], nextOffset: end, endOffset: end };
  }
}

function missing(detail: string): SpillwayError {
  return new SpillwayError('SPW-1103', detail);
}
