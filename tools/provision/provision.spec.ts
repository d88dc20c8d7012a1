import { describe, expect, it } from '@jest/globals';
import { memoryRegistry } from '@spillway/codecs';
import { ordersTopic, retailTopics } from '@spillway/events';
import { memoryTransport } from '@spillway/streaming';
import { provision } from './provision.ts';

describe('provisioning again', () => {
  it('gives the topics of groups the partitions that their source has got, and leaves the rest', async () => {
    const transport = memoryTransport();
    const countsByTopic = async () =>
      new Map((await transport.admin().topics()).map(({ name, partitions }) => [name, partitions]));
    await provision(transport, memoryRegistry());
    const before = await countsByTopic();
    transport.log.addPartitions(ordersTopic, 3);
    const { createdTopics } = await provision(transport, memoryRegistry());
    expect(createdTopics).toEqual([]);
    const more = before.get(ordersTopic)! + 3;
    for (const [name, partitions] of await countsByTopic()) {
      const isOrders = name === ordersTopic || name.startsWith(`${ordersTopic}.`);
      expect([name, partitions]).toEqual([name, isOrders ? more : before.get(name)]);
    }
  });

  it('refuses a source with fewer partitions than it is planned with: adding them moves keys', async () => {
    const transport = memoryTransport();
    const { partitions } = retailTopics.find(({ name }) => name === ordersTopic)!;
    await transport.admin().ensureTopics([{ name: ordersTopic, partitions: partitions - 1 }]);
    await expect(provision(transport, memoryRegistry())).rejects.toMatchObject({ code: 'SPW-1104' });
  });
});
