import { expect, it } from '@jest/globals';
import { clusterPlace } from './cluster-place.js';

const brokers = [1, 2].map((nodeId) => ({ nodeId, host: `kafka-${nodeId}.shop`, port: 9092 + nodeId }));

it('has host and port of the only broker, and of several none', () => {
  const clusterId = 'c-1';
  expect(clusterPlace({ clusterId, brokers: brokers.slice(0, 1) })).toEqual({ clusterId, address: 'kafka-1.shop', port: 9093 }); // prettier-ignore
  expect(clusterPlace({ clusterId, brokers })).toEqual({ clusterId });
});
