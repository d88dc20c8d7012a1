import { join } from 'node:path';
import { startPart } from '../processes/start-part.ts';
import { kafkaPart } from './kafka-part.ts';
import { registryPart } from './registry-part.ts';

export interface LocalStack {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  stop(): Promise<void>;
}

/** Kafka and a registry for tests and benchmarks: registry on base + 81, broker on base + 92, controller on base + 192. */
export async function startLocalStack(dataDir: string, portBase: number): Promise<LocalStack> {
  const kafka = kafkaPart({
    dataDir: join(dataDir, 'kafka'),
    logFile: join(dataDir, 'logs', 'kafka.log'),
    ports: { broker: portBase + 92, controller: portBase + 192 },
  });
  const registry = registryPart({
    dataDir: join(dataDir, 'registry'),
    logFile: join(dataDir, 'logs', 'registry.log'),
    port: portBase + 81,
  });
  const started = await Promise.allSettled([startPart(kafka), startPart(registry)]);
  const children = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(children.map((child) => child.stop())));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { brokers: [kafka.url], registryUrl: registry.url, stop };
}
