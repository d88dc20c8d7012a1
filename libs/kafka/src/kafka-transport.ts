import {
  noMetrics,
  silentLogger,
  systemClock,
  type Clock,
  type LogAdmin,
  type Logger,
  type Metrics,
  type RecordSink,
  type RecordSource,
  type SourceOptions,
  type Transport,
} from '@spillway/streaming';
import { AdminClient } from './admin/admin-client.js';
import { fetchTopicId } from './admin/fetch-topic-id.js';
import { KafkaLogAdmin } from './admin/kafka-log-admin.js';
import type { logCreator } from 'kafkajs';
import { clientRetry, createKafkaClient } from './client/kafka-client.js';
import { logBridge } from './client/log-bridge.js';
import type { KafkaConfig } from './config/kafka-config.js';
import { batchSender } from './sink/batch-sender.js';
import { KafkaRecordSink } from './sink/kafka-record-sink.js';
import { sinkLimits } from './sink/sink-limits.js';
import { ProducerLifecycle } from './sink/producer-lifecycle.js';
import { chosenPartition } from './sink/tracked-batch.js';
import { coPartitionedAssigner } from './source/co-partitioned-assigner.js';
import { KafkaRecordSource } from './source/kafka-record-source.js';

export interface KafkaTransportOptions {
  /** What `readConfig(kafkaConfigSchema, environment)` gives; an app's whole configuration will do. */
  readonly config: KafkaConfig;
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  readonly clock?: Clock;
}

/** Eight attempts of one batch over about 15 s, all by one producer, whose sequence numbers tell the broker that they are one. */
const producerRetry = { ...clientRetry, initialRetryTime: 50 };
const heartbeatIntervalMs = 1_000;
const rebalanceTimeoutMs = 60_000;
const metadataMaxAgeMs = 60_000;
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
  const logCreator = logBridge(logger, () => clock.nowMs());
  const kafka = createKafkaClient({ config, logCreator });
  const admin = new KafkaLogAdmin(new AdminClient(() => kafka.admin({ retry: clientRetry })), (topic) =>
    fetchTopicId(topic, config, kafka.logger()),
  );
  const producers = new ProducerLifecycle(
    () =>
      kafka.producer({
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
  return {
    name: 'kafka',
    connect: () => admin.ping(),
    sink: (): RecordSink => sink,
    source: (source) => createSource(source, config, logCreator, clock),
    admin: (): LogAdmin => admin,
    close: async () => {
      await sink.close();
      await admin.close();
    },
  };
}

function createSource(source: SourceOptions, config: KafkaConfig, logCreator: logCreator, clock: Clock): RecordSource {
  const sessionTimeout = source.sessionTimeoutMs ?? config.SPILLWAY_KAFKA_SESSION_TIMEOUT_MS;
  return new KafkaRecordSource({
    ...source,
    clock,
    startTimeoutMs: config.SPILLWAY_KAFKA_START_TIMEOUT_MS,
    // A join may wait for the slowest member of the group, a request for its own time-out: both are still life.
    silenceMs: rebalanceTimeoutMs + Math.max(sessionTimeout, config.SPILLWAY_KAFKA_REQUEST_TIMEOUT_MS),
    lossMs,
    commitTimeoutMs,
    disconnectTimeoutMs,
    createConsumer: (signal) =>
      // A client of its own: kafkajs shares committed positions between the consumers of one group on one client.
      createKafkaClient({ config, logCreator, signal, retry: consumerRetry }).consumer({
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
      }),
  });
}
