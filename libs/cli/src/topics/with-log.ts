import { SpillwayError } from '@spillway/events';
import type { LogAdmin } from '@spillway/streaming';
import type { Session } from '../session/session.js';
import { kafkaConfigOf } from '../system/kafka-config-of.js';

/**
 * Works on the log that the flag names, the environment, the profile, or what was started here.
 *
 * @throws SpillwayError `SPW-2004` when none is named
 */
export async function withLog<T>(
  session: Session,
  brokers: string | undefined,
  work: (admin: LogAdmin) => Promise<T>,
): Promise<T> {
  const config = await kafkaConfigOf(session, brokers);
  if (config === undefined) throw new SpillwayError('SPW-2004', 'SPILLWAY_KAFKA_BROKERS: no broker is named');
  const { kafkaTransport } = await import('@spillway/kafka');
  const transport = kafkaTransport({ config });
  try {
    await transport.connect();
    return await work(transport.admin());
  } finally {
    await transport.close();
  }
}
