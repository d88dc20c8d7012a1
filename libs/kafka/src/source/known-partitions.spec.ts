import { describe, expect, it } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { knownPartitions } from './known-partitions.js';

type Topics = Parameters<typeof knownPartitions>[0];

/** Knows a topic from its n-th refresh on; refuses to be asked about those named, with the error given for them. */
function clusterThatLearns(after: number, refused: Readonly<Record<string, string>> = {}): Topics {
  let refreshes = 0;
  const partition = { partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] };
  return {
    findTopicPartitionMetadata: () => (refreshes < after ? [] : [{ ...partition, partitionId: 7 }]),
    refreshMetadata: async () => void refreshes++,
    addTargetTopic: async (topic) => {
      refreshes++;
      const type = refused[topic];
      if (type !== undefined) throw Object.assign(new Error(type), { type });
    },
  } satisfies Pick<Cluster, keyof Topics>;
}

describe('the partitions of topics', () => {
  it('are asked for again while the client knows of none', async () => {
    expect(await knownPartitions(clusterThatLearns(2), ['orders'])).toEqual(new Map([['orders', [7]]]));
  });

  it('are never guessed to be none', async () => {
    await expect(knownPartitions(clusterThatLearns(Infinity), ['orders'])).rejects.toThrow('orders');
  });

  it('are known of topics that only others read', async () => {
    const known = await knownPartitions(clusterThatLearns(1), ['orders'], ['orders', 'returns', 'returns']);
    expect(known).toEqual(
      new Map([
        ['orders', [7]],
        ['returns', [7]],
      ]),
    );
  });

  it.each(['UNKNOWN_TOPIC_OR_PARTITION', 'TOPIC_AUTHORIZATION_FAILED'])(
    'leave out what others read and answers %s',
    async (type) => {
      const cluster = clusterThatLearns(0, { gone: type });
      expect(await knownPartitions(cluster, ['orders'], ['gone'])).toEqual(new Map([['orders', [7]]]));
    },
  );

  it('are not made up when the client fails', async () => {
    const cluster = clusterThatLearns(0, { returns: 'ECONNRESET' });
    await expect(knownPartitions(cluster, ['orders'], ['returns'])).rejects.toThrow('ECONNRESET');
  });
});
