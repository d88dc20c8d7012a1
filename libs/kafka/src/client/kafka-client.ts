import { Kafka, logLevel, type logCreator, type RetryOptions } from 'kafkajs';
import type { KafkaConfig } from '../config/kafka-config.js';
import { securityOptions } from '../config/security-options.js';
import { registerCompressionCodecs } from '../compression/compression-codecs.js';
import { allowUnpacking } from '../compression/unpack-limit.js';
import { ownFetchDecoding } from '../records/own-fetch-decoding.js';
import { CertificateGuard } from './certificate-guard.js';
import { noDelaySocket } from './no-delay-socket.js';
import { preventLateCommits } from './prevent-late-commits.js';
import { leanProduceRequests } from '../produce/lean-produce-requests.js';
import { quietRequestQueue } from './quiet-request-queue.js';

/** Every field is set: kafkajs takes other defaults under a test runner (NODE_ENV=test). About 10 s in all. */
export const clientRetry: RetryOptions = {
  initialRetryTime: 100,
  maxRetryTime: 3_000,
  factor: 0.2,
  multiplier: 2,
  retries: 7,
};

export interface KafkaClientOptions {
  readonly config: KafkaConfig;
  /** One for all clients of a transport, so that they do not each say that a broker is away. */
  readonly logCreator: logCreator;
  readonly retry?: RetryOptions;
  /** Ends connecting at its next attempt; kafkajs itself cannot be told to stop trying. */
  readonly signal?: AbortSignal;
}

/** @throws SpillwayError `SPW-2004` on settings that exclude each other */
export function createKafkaClient({ config, logCreator, retry = clientRetry, signal }: KafkaClientOptions): Kafka {
  quietRequestQueue();
  leanProduceRequests();
  preventLateCommits();
  registerCompressionCodecs();
  ownFetchDecoding();
  allowUnpacking(config.SPILLWAY_KAFKA_UNPACKED_BATCH_BYTES);
  const guard = new CertificateGuard(config.SPILLWAY_KAFKA_BROKERS);
  return new Kafka({
    // No list at all is an answer after which kafkajs does not try again.
    brokers: () => (signal?.aborted ? (undefined as unknown as string[]) : guard.next()),
    clientId: config.SPILLWAY_KAFKA_CLIENT_ID,
    connectionTimeout: config.SPILLWAY_KAFKA_CONNECT_TIMEOUT_MS,
    requestTimeout: config.SPILLWAY_KAFKA_REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry,
    socketFactory: guard.watch(noDelaySocket),
    logLevel: logLevel.INFO,
    logCreator,
    ...securityOptions(config),
  });
}
