import { join } from 'node:path';
import { startPart } from '../processes/start-part.ts';
import type { BrokerCount } from './kafka-nodes.ts';
import { kafkaParts } from './kafka-parts.ts';
import { registryPart } from './registry-part.ts';

export interface LocalStack {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly processIds: readonly number[];
  stop(): Promise<void>;
}

/**
 * Kafka and a registry for tests and benchmarks: registry on base + 81, brokers from base + 92, controllers from
 * base + 192.
 */
export async function startLocalStack(dataDir: string, portBase: number, count: BrokerCount = 1): Promise<LocalStack> {
  const logDir = join(dataDir, 'logs');
  const kafka = kafkaParts({ dataDir, logDir, portBase, count });
  const registry = registryPart({
    dataDir: join(dataDir, 'registry'),
    logFile: join(logDir, 'registry.log'),
    port: portBase + 81,
  });
  const started = await Promise.allSettled([...kafka, registry].map((part) => startPart(part)));
  const children = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(children.map((child) => child.stop())));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const processIds = children.map(({ pid }) => pid);
  return { brokers: kafka.map(({ url }) => url), registryUrl: registry.url, processIds, stop };
}
