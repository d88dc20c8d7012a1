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

  it('leaves subjects to the mode that they have, where that is no less than the usual', async () => {
    const set: string[] = [];
    const registry = { ...memoryRegistry(), setCompatibility: async (subject: string) => void set.push(subject) };
    const provisionWhere = async (mode: string) => {
      set.length = 0;
      const { contracts } = await provision(memoryTransport(), registry, { compatibility: async () => mode });
      return [set.length, contracts > 0];
    };
    expect(await provisionWhere('FULL_TRANSITIVE')).toEqual([0, true]);
    expect(await provisionWhere('BACKWARD_TRANSITIVE')).toEqual([0, true]);
    const [changed] = await provisionWhere('NONE');
    expect(changed).toBeGreaterThan(0);
  });

  it('refuses a source with fewer partitions than it is planned with: adding them moves keys', async () => {
    const transport = memoryTransport();
    const { partitions } = retailTopics.find(({ name }) => name === ordersTopic)!;
    await transport.admin().ensureTopics([{ name: ordersTopic, partitions: partitions - 1 }]);
    await expect(provision(transport, memoryRegistry())).rejects.toMatchObject({ code: 'SPW-1104' });
  });
});
