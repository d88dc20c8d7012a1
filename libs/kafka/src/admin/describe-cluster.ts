import type { KafkaConfig } from '../config/kafka-config.js';
import { askOnce } from './ask-once.js';

/** A cluster as it describes itself: what clients are told to connect to. */
export interface KafkaCluster {
  readonly id: string;
  readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[];
}

/** Who looks for what is wrong is not served by patience. */
const hasty = { initialRetryTime: 100, maxRetryTime: 500, factor: 0.2, multiplier: 2, retries: 2 };

/**
 * Asks any of the brokers that `config` names for the addresses that the cluster gives its clients; connects to no other.
 *
 * @throws SpillwayError `SPW-1101` not reached · `SPW-1102` refused · `SPW-1108` its certificate is not trusted ·
 *   `SPW-2004` settings that exclude each other
 */
export async function describeCluster(config: KafkaConfig): Promise<KafkaCluster> {
  return askOnce({ config, doing: 'Asking the cluster for its brokers', retry: hasty }, async (admin) => {
    const { clusterId, brokers } = await admin.describeCluster();
    return { id: clusterId, brokers: brokers.map(({ nodeId, host, port }) => ({ id: nodeId, host, port })) };
  });
}
