import { isSpillwayError, knownEvents, retailTopics } from '@spillway/events';
import type { EventCodec, Logger, Transport } from '@spillway/streaming';
import { consumerTopics } from './consumer-topics.js';

/**
 * Refuses a start into nothing: topics and contracts must be there. A registry that is down for the moment does not
 * keep the app from starting, since stored totals can be asked for; events wait for it.
 *
 * @throws SpillwayError `SPW-1103` a topic is missing · `SPW-3005` a contract is not registered
 */
export async function checkSurroundings(transport: Transport, codec: EventCodec, logger: Logger): Promise<void> {
  const admin = transport.admin();
  await Promise.all([...retailTopics, ...consumerTopics].map(({ name }) => admin.ranges(name)));
  try {
    await codec.warmUp(knownEvents);
  } catch (error) {
    if (!isSpillwayError(error) || !error.retryable) throw error;
    logger.warn({ errorCode: error.code }, 'The schema registry does not answer; new events wait for it');
  }
}
