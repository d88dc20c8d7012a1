import { SpillwayError } from '@spillway/events';
import type { Transport } from '@spillway/streaming';
import type { Session } from '../session/session.js';
import { kafkaConfigOf } from '../system/kafka-config-of.js';
import { printRecords } from './print-records.js';
import type { TailOptions } from './tail-options.js';

/**
 * Prints records of a topic as they come.
 *
 * @throws SpillwayError `SPW-2004` · `SPW-1101` · `SPW-1103` no such topic
 */
export async function tailTopic(session: Session, options: TailOptions): Promise<void> {
  const transport = await openTransport(session);
  try {
    await printRecords(session, transport, options);
  } finally {
    await transport.close();
  }
}

async function openTransport(session: Session): Promise<Transport> {
  const config = await kafkaConfigOf(session);
  if (config === undefined)
    throw new SpillwayError('SPW-1101', 'No broker is named: SPILLWAY_KAFKA_BROKERS, a profile, or npm start');
  const { kafkaTransport } = await import('@spillway/kafka');
  return kafkaTransport({ config });
}
