import {
  noMetrics,
  silentLogger,
  systemClock,
  type Clock,
  type LogAdmin,
  type LogPlace,
  type LogReader,
  type Logger,
  type Metrics,
  type RecordSink,
  type RecordSource,
  type SourceOptions,
  type Transport,
} from '@spillway/streaming';
import { AdminClient } from './admin/admin-client.js';
import { anyBroker } from './admin/ask-any-broker.js';
import { clusterPlace } from './admin/cluster-place.js';
import { KafkaLogAdmin } from './admin/kafka-log-admin.js';
import type { logCreator } from 'kafkajs';
import { createConsumer } from './client/create-consumer.js';
import { createProducer } from './client/create-producer.js';
import { createCluster } from './internals/kafkajs-internals.js';
import { clientRetry, createKafkaClient } from './client/kafka-client.js';
import { logBridge } from './client/log-bridge.js';
import type { KafkaConfig } from './config/kafka-config.js';
import { KafkaLogReader } from './reader/kafka-log-reader.js';
import { batchSender } from './sink/batch-sender.js';
import { KafkaRecordSink } from './sink/kafka-record-sink.js';
import { sinkLimits } from './sink/sink-limits.js';
import { ProducerLifecycle } from './sink/producer-lifecycle.js';
import { chosenPartition } from './produce/tracked-batch.js';
import { coPartitionedAssigner } from './source/co-partitioned-assigner.js';
import { FetchPace } from './source/fetch-pace.js';
import { KafkaRecordSource } from './source/kafka-record-source.js';

export interface KafkaTransportOptions {
  /** What `readConfig(kafkaConfigSchema, environment)` gives; an app's whole configuration will do. */
  readonly config: KafkaConfig;
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  readonly clock?: Clock;
  /** How old what is known of topics may get: added partitions are read this late at most. Default 60 s. */
  readonly metadataMaxAgeMs?: number;
}

/** Eight attempts of one batch over about 15 s, all by one producer, whose sequence numbers tell the broker that they are one. */
const producerRetry = { ...clientRetry, initialRetryTime: 50 };
const heartbeatIntervalMs = 1_000;
/**
 * Members give their partitions up at once, so nobody needs longer to join again; and a join whose broker dies without a
 * word holds its group for so long.
 */
const rebalanceTimeoutMs = 30_000;
const defaultMetadataMaxAgeMs = 60_000;
const disconnectTimeoutMs = 10_000;
const commitTimeoutMs = 10_000;
/** Five heartbeats; readiness is to follow within ten seconds. */
const lossMs = 5_000;
/** A consumer outlasts two minutes without brokers: while it lives it stays a member, and needs no rebalance afterwards. */
const consumerRetry = { ...clientRetry, retries: 45 };

/**
 * Kafka through kafkajs, with the rules that make it safe: lanes for writing, positions and commits of our own for
 * reading, and no error of ours in its hands. Connects when first used.
 *
 * @throws SpillwayError `SPW-2004` on TLS and SASL settings that exclude each other (PLAIN without TLS among them)
 */
export function kafkaTransport(options: KafkaTransportOptions): Transport {
  const { config, logger = silentLogger, metrics = noMetrics, clock = systemClock } = options;
  const { metadataMaxAgeMs = defaultMetadataMaxAgeMs } = options;
  const logCreator = logBridge(logger, () => clock.steadyMs());
  const kafka = createKafkaClient({ config, logCreator });
  const admin = new KafkaLogAdmin(
    new AdminClient(() => kafka.admin({ retry: clientRetry })),
    anyBroker(config, kafka.logger()),
  );
  const reader = new KafkaLogReader({
    createCluster: () => createCluster(kafka),
    admin,
    clock,
    maxWaitMs: config.SPILLWAY_KAFKA_REQUEST_TIMEOUT_MS,
  });
  const producers = new ProducerLifecycle(
    () =>
      createProducer(kafka, {
        idempotent: true,
        allowAutoTopicCreation: false,
        createPartitioner: () => chosenPartition,
        metadataMaxAge: metadataMaxAgeMs,
        retry: producerRetry,
      }),
    logger,
  );
  const sink = new KafkaRecordSink({
    send: batchSender(producers),
    partitionCount: (topic) => admin.partitionCount(topic),
    release: () => producers.close(),
    limits: sinkLimits(config),
    clock,
    metrics,
  });
  let place: LogPlace = {};
  return {
    name: 'kafka',
    connect: async () => {
      place = clusterPlace(await admin.ping());
    },
    place: () => place,
    sink: (): RecordSink => sink,
    source: (source) => createSource(source, { config, logCreator, clock, metrics, metadataMaxAgeMs }),
    admin: (): LogAdmin => admin,
    reader: (): LogReader => reader,
    close: async () => {
      await sink.close();
      await reader.close();
      await admin.close();
    },
  };
}

interface SourceSurroundings {
  readonly config: KafkaConfig;
  readonly logCreator: logCreator;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly metadataMaxAgeMs: number;
}

function createSource(source: SourceOptions, surroundings: SourceSurroundings): RecordSource {
  const { config, logCreator, clock, metrics, metadataMaxAgeMs } = surroundings;
  const pace = new FetchPace(clock, config.SPILLWAY_KAFKA_FETCH_WAIT_MS);
  const sessionTimeout = source.sessionTimeoutMs ?? config.SPILLWAY_KAFKA_SESSION_TIMEOUT_MS;
  return new KafkaRecordSource({
    ...source,
    clock,
    metrics,
    sessionTimeoutMs: sessionTimeout,
    startTimeoutMs: config.SPILLWAY_KAFKA_START_TIMEOUT_MS,
    fetchWaitMs: config.SPILLWAY_KAFKA_FETCH_WAIT_MS,
    pace,
    // A join may wait for the slowest member of the group, a request for its own time-out: both are still life.
    silenceMs: rebalanceTimeoutMs + Math.max(sessionTimeout, config.SPILLWAY_KAFKA_REQUEST_TIMEOUT_MS),
    lossMs,
    commitTimeoutMs,
    disconnectTimeoutMs,
    createConsumer: (signal) =>
      // A client of its own: kafkajs shares committed positions between the consumers of one group on one client.
      createConsumer(
        createKafkaClient({ config, logCreator, signal, retry: consumerRetry }),
        {
          groupId: source.groupId,
          partitionAssigners: [coPartitionedAssigner],
          sessionTimeout,
          rebalanceTimeout: rebalanceTimeoutMs,
          heartbeatInterval: Math.min(heartbeatIntervalMs, Math.floor(sessionTimeout / 3)),
          allowAutoTopicCreation: false,
          metadataMaxAge: metadataMaxAgeMs,
          maxWaitTimeInMs: config.SPILLWAY_KAFKA_FETCH_WAIT_MS,
          maxBytesPerPartition: config.SPILLWAY_KAFKA_FETCH_PARTITION_BYTES,
          maxBytes: config.SPILLWAY_KAFKA_FETCH_BYTES,
          retry: { ...consumerRetry, restartOnFailure: () => Promise.resolve(false) },
        },
        { fetchWaitMs: () => pace.waitMs, over: signal },
      ),
  });
}
