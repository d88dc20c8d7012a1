import type { LagSample, PartitionLag } from './lag-sample.js';

/**
 * What instances say, and for partitions and groups of which none speaks what the broker has: one that does not answer
 * may run them.
 */
export function withBrokerLag(running: LagSample, onBroker: Pick<LagSample, 'partitions' | 'states'>): LagSample {
  const told = new Set(running.partitions.map(placeOf));
  return {
    atMs: running.atMs,
    partitions: [...running.partitions, ...onBroker.partitions.filter((each) => !told.has(placeOf(each)))],
    states: new Map([...onBroker.states, ...running.states]),
  };
}

function placeOf({ group, topic, partition }: PartitionLag): string {
  return JSON.stringify([group, topic, partition]);
}
