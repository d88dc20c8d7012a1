import { SpillwayError } from '@spillway/events';
import type { Logger as ClientLogger } from 'kafkajs';
import { kafkajsInternals, type ProtocolRequest } from '../internals/kafkajs-internals.js';
import { noDelaySocket } from '../client/no-delay-socket.js';
import type { KafkaConfig } from '../config/kafka-config.js';
import { securityOptions } from '../config/security-options.js';
import { toSpillwayError } from '../errors/to-spillway-error.js';

/** @param tried what the request does, as the start of a sentence */
export type AskAnyBroker = <T>(request: ProtocolRequest<T>, tried: string) => Promise<T>;

/**
 * Puts requests that kafkajs does not know to a broker that answers, over a connection of kafkajs's own kind (TLS
 * and SASL included) that is closed again.
 *
 * @returns a function that rejects with `SPW-1101`/`SPW-1102` when no broker answered
 */
export function anyBroker(config: KafkaConfig, logger: ClientLogger): AskAnyBroker {
  const { SPILLWAY_KAFKA_BROKERS: addresses } = config;
  // Who answered last is asked first: one that is away would cost its time-out each time.
  let first = 0;
  return async (request, tried) => {
    let failure: unknown;
    const begin = first;
    for (let turn = 0; turn < addresses.length; turn++) {
      const place = (begin + turn) % addresses.length;
      try {
        const answer = await ask(request, addresses[place]!, { config, logger });
        first = place;
        return answer;
      } catch (error) {
        failure = error;
        if (error instanceof SpillwayError) break;
      }
    }
    throw toSpillwayError(failure, tried);
  };
}

async function ask<T>(
  request: ProtocolRequest<T>,
  address: string,
  { config, logger }: { readonly config: KafkaConfig; readonly logger: ClientLogger },
): Promise<T> {
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
    return await connectionPool.send(request);
  } finally {
    await broker.disconnect();
  }
}
