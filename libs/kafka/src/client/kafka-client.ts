import type { Logger } from '@spillway/streaming';
import { Kafka, logLevel, type RetryOptions } from 'kafkajs';
import type { KafkaConfig } from '../config/kafka-config.js';
import { securityOptions } from '../config/security-options.js';
import { registerCompressionCodecs } from './compression-codecs.js';
import { logBridge } from './log-bridge.js';
import { noDelaySocket } from './no-delay-socket.js';
import { quietRequestQueue } from './quiet-request-queue.js';

/** Every field is set: kafkajs takes other defaults under a test runner (NODE_ENV=test). About 10 s in all. */
export const clientRetry: RetryOptions = {
  initialRetryTime: 100,
  maxRetryTime: 3_000,
  factor: 0.2,
  multiplier: 2,
  retries: 7,
};

/** @throws SpillwayError `SPW-2004` on settings that exclude each other */
export function createKafkaClient(config: KafkaConfig, logger: Logger): Kafka {
  quietRequestQueue();
  registerCompressionCodecs();
  return new Kafka({
    brokers: [...config.SPILLWAY_KAFKA_BROKERS],
    clientId: config.SPILLWAY_KAFKA_CLIENT_ID,
    connectionTimeout: config.SPILLWAY_KAFKA_CONNECT_TIMEOUT_MS,
    requestTimeout: config.SPILLWAY_KAFKA_REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry: clientRetry,
    socketFactory: noDelaySocket,
    logLevel: logLevel.INFO,
    logCreator: logBridge(logger),
    ...securityOptions(config),
  });
}
