import { SpillwayError } from '@spillway/events';
import type { Logger as ClientLogger } from 'kafkajs';
import { kafkajsInternals } from '../client/kafkajs-internals.js';
import { noDelaySocket } from '../client/no-delay-socket.js';
import type { KafkaConfig } from '../config/kafka-config.js';
import { securityOptions } from '../config/security-options.js';
import { toSpillwayError } from '../errors/to-spillway-error.js';
import { topicIdRequest, type TopicIdAnswer } from './topic-id-request.js';

const unknownTopic = 3;

/**
 * The id of this life of a topic, asked of the first broker that answers, over a connection of kafkajs's own kind (TLS
 * and SASL included) that is closed again.
 *
 * @throws SpillwayError `SPW-1103` when the topic does not exist, `SPW-1101`/`SPW-1102` when no broker answered
 */
export async function fetchTopicId(topic: string, config: KafkaConfig, logger: ClientLogger): Promise<string> {
  const tried = `Asking for the id of ${topic}`;
  let failure: unknown;
  for (const address of config.SPILLWAY_KAFKA_BROKERS) {
    try {
      return idOf(topic, await ask(topic, address, config, logger));
    } catch (error) {
      failure = error;
      if (error instanceof SpillwayError) break;
    }
  }
  throw toSpillwayError(failure, tried);
}

async function ask(topic: string, address: string, config: KafkaConfig, logger: ClientLogger): Promise<TopicIdAnswer> {
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
    return await connectionPool.send(topicIdRequest(topic));
  } finally {
    await broker.disconnect();
  }
}

function idOf(topic: string, { errorCode, topicId }: TopicIdAnswer): string {
  if (errorCode === 0) return topicId;
  if (errorCode === unknownTopic) throw new SpillwayError('SPW-1103', `The topic ${topic} does not exist`);
  throw new Error(`The broker answered error ${errorCode}`);
}
