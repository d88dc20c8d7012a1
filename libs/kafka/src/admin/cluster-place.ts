import type { LogPlace } from '@spillway/streaming';

/** What a cluster says of itself. */
export interface DescribedCluster {
  readonly clusterId: string;
  readonly brokers: readonly { readonly host: string; readonly port: number }[];
}

/**
 * Where a cluster lies: of a single broker also what it is reached by. Of several nobody knows which one answers, however
 * many names clients are given: one may stand for all.
 */
export function clusterPlace({ clusterId, brokers: [first, ...others] }: DescribedCluster): LogPlace {
  if (first === undefined || others.length > 0) return { clusterId };
  return { clusterId, address: first.host, port: first.port };
}
