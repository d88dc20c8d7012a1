import type { KafkaConfig } from '@spillway/kafka';
import type { Session } from '../session/session.js';
import { ownVariables } from './own-variables.js';
import { systemVariable } from './system-variable.js';

/**
 * How to connect to Kafka: to the brokers of a flag, else those of the environment, the profile or what was started here.
 * Its client is loaded only now: other commands start without.
 *
 * @returns undefined when no broker is named
 * @throws SpillwayError `SPW-2004`
 */
export async function kafkaConfigOf(session: Session, flag?: string): Promise<KafkaConfig | undefined> {
  const brokers = flag ?? systemVariable(session, 'SPILLWAY_KAFKA_BROKERS');
  if (brokers === undefined) return undefined;
  const [{ kafkaConfigSchema }, { readConfig }] = await Promise.all([
    import('@spillway/kafka'),
    import('@spillway/streaming'),
  ]);
  const { SPILLWAY_KAFKA_BROKERS_FILE: _, ...own } = ownVariables(session.env, kafkaConfigSchema.shape);
  return readConfig(kafkaConfigSchema, { ...own, SPILLWAY_KAFKA_BROKERS: brokers });
}
