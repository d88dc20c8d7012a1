import { silentLogger, systemClock } from '@spillway/streaming';
import type { Admin, RetryOptions } from 'kafkajs';
import { createKafkaClient } from '../client/kafka-client.js';
import { logBridge } from '../client/log-bridge.js';
import type { KafkaConfig } from '../config/kafka-config.js';
import { toSpillwayError } from '../errors/to-spillway-error.js';

export interface Question {
  readonly config: KafkaConfig;
  /** In words, for an error. */
  readonly doing: string;
  /** Patience; the client's own when absent. */
  readonly retry?: RetryOptions;
}

/**
 * Asks by a connection that is there for this question alone.
 *
 * @throws SpillwayError `SPW-1101` not reached · `SPW-1102` refused · `SPW-1108` its certificate is not trusted ·
 *   `SPW-2004` settings that exclude each other
 */
export async function askOnce<T>({ config, doing, retry }: Question, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const logCreator = logBridge(silentLogger, () => systemClock.steadyMs());
  const admin = createKafkaClient({ config, logCreator, retry }).admin(retry && { retry });
  try {
    await admin.connect();
    return await ask(admin);
  } catch (error) {
    throw toSpillwayError(error, doing);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
