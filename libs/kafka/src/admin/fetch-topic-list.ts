import { SpillwayError } from '@spillway/events';
import type { Logger as ClientLogger } from 'kafkajs';
import { kafkajsInternals } from '../client/kafkajs-internals.js';
import { noDelaySocket } from '../client/no-delay-socket.js';
import type { KafkaConfig } from '../config/kafka-config.js';
import { securityOptions } from '../config/security-options.js';
import { toSpillwayError } from '../errors/to-spillway-error.js';
import { topicListRequest, type ListedTopic } from './topic-list-request.js';

/** What the brokers know of one topic, or of all that this client may see. */
export type FetchTopicList = (topic?: string) => Promise<readonly ListedTopic[]>;

/**
 * Asks the first broker that answers, over a connection of kafkajs's own kind (TLS and SASL included) that is closed
 * again.
 *
 * @returns a function that rejects with `SPW-1101`/`SPW-1102` when no broker answered
 */
export function topicListFetcher(config: KafkaConfig, logger: ClientLogger): FetchTopicList {
  return async (topic) => {
    let failure: unknown;
    for (const address of config.SPILLWAY_KAFKA_BROKERS) {
      try {
        return await ask(topic, address, config, logger);
      } catch (error) {
        failure = error;
        if (error instanceof SpillwayError) break;
      }
    }
    throw toSpillwayError(failure, topic === undefined ? 'Listing the topics' : `Asking for the id of ${topic}`);
  };
}

async function ask(
  topic: string | undefined,
  address: string,
  config: KafkaConfig,
  logger: ClientLogger,
): Promise<readonly ListedTopic[]> {
  const separator = address.lastIndexOf(':');
  const connectionPool = new kafkajsInternals.ConnectionPool({
    host: address.slice(0, separator),
    port: Number(address.slice(separator + 1)),
    clientId: config.SPILLWAY_KAFKA_CLIENT_ID,
    logger,
    socketFactory: noDelaySocket,
    connectionTimeout: config.SPILLWAY_KAFKA_CONNECT_TIMEOUT_MS,
    requestTimeout: config.SPILLWAY_KAFKA_REQUEST_TIMEOUT_MS,
    ...securityOptions(config),
  });
  const broker = new kafkajsInternals.Broker({ connectionPool, logger });
  try {
    await broker.connect();
    return await connectionPool.send(topicListRequest(topic));
  } finally {
    await broker.disconnect();
  }
}
