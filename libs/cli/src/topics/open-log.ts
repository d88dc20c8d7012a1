import type { LogAdmin } from '@spillway/streaming';
import type { CliContext } from '../cli-context.js';

export interface LogOptions {
  readonly brokers?: string;
  readonly env: CliContext['env'];
}

/** The log that the flag names, or SPILLWAY_KAFKA_BROKERS. Its client is loaded only now: other commands start without. */
export async function withLog<T>({ brokers, env }: LogOptions, work: (admin: LogAdmin) => Promise<T>): Promise<T> {
  const [{ kafkaConfigSchema, kafkaTransport }, { readConfig }] = await Promise.all([
    import('@spillway/kafka'),
    import('@spillway/streaming'),
  ]);
  const own = Object.entries(env).filter(([name]) => name.replace(/_FILE$/, '') in kafkaConfigSchema.shape);
  const flag = brokers === undefined ? {} : { SPILLWAY_KAFKA_BROKERS: brokers };
  const transport = kafkaTransport({ config: readConfig(kafkaConfigSchema, { ...Object.fromEntries(own), ...flag }) });
  try {
    await transport.connect();
    return await work(transport.admin());
  } finally {
    await transport.close();
  }
}
