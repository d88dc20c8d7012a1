import { describe, expect, it } from '@jest/globals';
import { withBrokerLag } from './with-broker-lag.js';

const lag = (group: string, partition: number, records: number) => ({
  ...{ group, topic: 't', partition, records, seconds: records },
});

describe('the lag of groups of which not all instances answer', () => {
  it('is that of the broker for the partitions that none of them tells of', () => {
    const running = { atMs: 5, partitions: [lag('g', 0, 1)], states: new Map([['g', ['running']]]) };
    const onBroker = {
      partitions: [lag('g', 0, 9), lag('g', 1, 9), lag('idle', 0, 3)],
      states: new Map(['g', 'idle'].map((group) => [group, ['empty']] as const)),
    };
    expect(withBrokerLag(running, onBroker)).toEqual({
      atMs: 5,
      partitions: [lag('g', 0, 1), lag('g', 1, 9), lag('idle', 0, 3)],
      states: new Map([
        ['g', ['running']],
        ['idle', ['empty']],
      ]),
    });
  });
});
