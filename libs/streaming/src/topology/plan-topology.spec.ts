import { describe, expect, it } from '@jest/globals';
import { SpillwayError, type TopicDefinition } from '@spillway/events';
import { defineGroup } from '../group/group-definition.js';
import type { AppManifest } from '../manifest/app-manifest.js';
import { groupManifest } from '../manifest/group-manifest.js';
import { logManifest } from '../manifest/log-manifest.js';
import { memoryTransport } from '../memory/memory-transport.js';
import type { LogAdmin } from '../ports/log-admin.js';
import { applyTopology } from './apply-topology.js';
import { planTopology } from './plan-topology.js';

const stockGroup = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { 'retail.orders': { ordering: 'key', retry: { delaysMs: [1_000, 60_000] } } },
});
const shop: AppManifest = {
  app: 'shop',
  groups: [],
  events: [],
  log: logManifest(
    'shop',
    { topics: [{ name: 'retail.orders', partitions: 3, config: { 'compression.type': 'uncompressed' } }] },
    [],
  ),
};
const stock: AppManifest = {
  app: 'stock',
  groups: [groupManifest(stockGroup, [])],
  events: [],
  log: logManifest('stock', {}, [stockGroup]),
};
const bringing = (app: string, ...topics: readonly TopicDefinition[]): AppManifest => ({
  ...shop,
  app,
  log: logManifest(app, { topics }, []),
});
const own = ['retail.orders.stock.retry.1s', 'retail.orders.stock.retry.1m', 'retail.orders.stock.dlq'];

async function applied(...manifests: readonly AppManifest[]) {
  const transport = memoryTransport();
  const admin = transport.admin();
  await applyTopology((await planTopology(manifests, admin)).changes, admin);
  return { admin, log: transport.log };
}

describe('the plan of topics', () => {
  it('makes the topics of apps and of their groups, and nothing the second time', async () => {
    const { admin } = await applied(shop, stock);
    expect((await admin.topics()).map(({ name, partitions }) => [name, partitions])).toEqual(
      ['retail.orders', ...own].map((name) => [name, 3]),
    );
    expect(await admin.settings(own[0]!)).toMatchObject({ 'message.timestamp.type': 'LogAppendTime' });
    const { changes, byHand } = await planTopology([shop, stock], admin);
    expect([changes, byHand]).toEqual([[], []]);
  });

  it('leaves the topics of others alone, whatever they are like', async () => {
    const { admin } = await applied(shop, stock);
    const others = [
      { name: 'retail.orders.billing.dlq', partitions: 1, config: { 'retention.ms': '1' } },
      { name: 'retail.payments', partitions: 40 },
    ];
    await admin.ensureTopics(others);
    expect(await planTopology([shop, stock], admin)).toMatchObject({ changes: [], byHand: [] });
  });

  it('puts settings back that somebody changed, and says from what', async () => {
    const { admin } = await applied(shop);
    await admin.changeSettings('retail.orders', { 'compression.type': 'gzip', 'retention.ms': '5' });
    const { changes } = await planTopology([shop], admin);
    expect(changes).toEqual([
      {
        type: 'change-settings',
        topic: 'retail.orders',
        settings: [{ name: 'compression.type', from: 'gzip', to: 'uncompressed' }],
      },
    ]);
    await applyTopology(changes, admin);
    expect(await admin.settings('retail.orders')).toMatchObject({
      'compression.type': 'uncompressed',
      'retention.ms': '5',
    });
  });

  it('begins no further change once it is told to stop', async () => {
    const transport = memoryTransport();
    const admin = transport.admin();
    const { changes } = await planTopology([shop, stock], admin);
    const wider = { type: 'add-partitions', topic: own[0]!, from: 3, to: 6 } as const;
    const told = new AbortController();
    const stopping: LogAdmin = {
      ...admin,
      ensureTopics: async (topics) => {
        const created = await admin.ensureTopics(topics);
        told.abort();
        return created;
      },
    };
    await expect(applyTopology([...changes, wider], stopping, told.signal)).rejects.toThrow('aborted');
    expect((await admin.topics()).map(({ partitions }) => partitions)).toEqual([3, 3, 3, 3]);
    expect((await planTopology([shop, stock], admin)).changes).toEqual([]);
  });

  it('lets no topic keep less: that is left to a person', async () => {
    const { admin } = await applied(shop, stock);
    await admin.changeSettings(own[0]!, { 'retention.ms': '-1' });
    await admin.changeSettings(own[1]!, { 'cleanup.policy': 'compact' });
    const { changes, byHand } = await planTopology([shop, stock], admin);
    expect(changes).toEqual([]);
    expect(byHand.map(({ about, problem }) => [about, problem.split(',')[0]])).toEqual([
      [`topic ${own[0]}`, 'has retention.ms=-1'],
      [`topic ${own[1]}`, 'has cleanup.policy=compact'],
    ]);
    expect(byHand[0]!.fix).toContain('--add-config retention.ms=5184000000');
    // More is kept without asking.
    await admin.changeSettings(own[0]!, { 'retention.ms': '1000' });
    expect((await planTopology([shop, stock], admin)).changes).toMatchObject([{ topic: own[0] }]);
  });

  it('gives the topics of a group the partitions of its source; a source keeps those it got', async () => {
    const { admin } = await applied(shop, stock);
    await admin.addPartitions('retail.orders', 5);
    const { changes, byHand } = await planTopology([shop, stock], admin);
    expect(byHand).toEqual([]);
    expect(changes).toEqual(own.map((topic) => ({ type: 'add-partitions', topic, from: 3, to: 5 })));
    await applyTopology(changes, admin);
    expect((await planTopology([shop, stock], admin)).changes).toEqual([]);
  });

  it('never adds partitions to a source, and takes none away: apps are refused until somebody does', async () => {
    const { admin } = await applied(shop, stock);
    const wider = bringing('shop', { name: 'retail.orders', partitions: 6 });
    const { byHand } = await planTopology([wider], admin);
    expect(byHand).toMatchObject([
      { about: 'topic retail.orders', problem: 'has 3 partitions, not 6', code: 'SPW-1104' },
    ]);
    await admin.addPartitions(own[2]!, 9);
    expect((await planTopology([shop, stock], admin)).byHand).toMatchObject([
      { about: `topic ${own[2]}`, code: 'SPW-1104' },
    ]);
  });

  it('takes a topic that no app brings as another team’s: as it is, or missing', async () => {
    const { admin } = await applied(stock);
    expect(await admin.topics()).toEqual([]);
    expect((await planTopology([stock], admin)).byHand).toMatchObject([
      { about: 'topic retail.orders', code: 'SPW-1103' },
    ]);
    await admin.ensureTopics([{ name: 'retail.orders', partitions: 7, config: { 'compression.type': 'gzip' } }]);
    const { changes, byHand } = await planTopology([stock], admin);
    expect(byHand).toEqual([]);
    expect(changes).toMatchObject(own.map((topic) => ({ type: 'create-topic', topic, partitions: 7 })));
  });

  it('tells which retry topics are only drained, and leaves them', async () => {
    const { admin } = await applied(shop, stock);
    await admin.ensureTopics([{ name: 'retail.orders.stock.retry.5s', partitions: 3 }]);
    const { changes, notes } = await planTopology([shop, stock], admin);
    expect(changes).toEqual([]);
    expect(notes.map(({ about }) => about)).toEqual(['topic retail.orders.stock.retry.5s', 'access rules']);
  });

  it('plans nothing of what this client may not see, and says so', async () => {
    const { admin } = await applied(shop);
    await admin.changeSettings('retail.orders', { 'compression.type': 'gzip' });
    const refused = async (): Promise<never> => {
      throw new SpillwayError('SPW-1102', 'no');
    };
    const seeing = (more: Partial<LogAdmin>): LogAdmin =>
      ({
        ...more,
        topics: () => admin.topics(),
        settings: more.settings ?? ((name: string) => admin.settings(name)),
        accessRules: more.accessRules ?? (async () => []),
      }) as LogAdmin;
    expect(await planTopology([shop], seeing({ settings: refused }))).toMatchObject({
      changes: [],
      notes: [{ about: 'topic retail.orders', detail: expect.stringContaining('may not see') }],
    });
    const { changes, notes } = await planTopology([shop, stock], seeing({ accessRules: refused }));
    expect(changes.filter(({ type }) => type === 'allow')).toEqual([]);
    expect(notes).toMatchObject([{ about: 'access rules', detail: expect.stringContaining('may not be seen') }]);
    await expect(planTopology([shop], seeing({ settings: () => Promise.reject(new Error('broken')) }))).rejects.toThrow(
      'broken',
    );
  });

  it('refuses two apps that bring one topic in different ways, and takes the same twice as once', async () => {
    const twin = { ...shop, app: 'twin' };
    expect((await applied(shop, twin)).log.topicNames).toEqual(['retail.orders']);
    const other = bringing('twin', { name: 'retail.orders', partitions: 4 });
    await expect(applied(shop, other)).rejects.toMatchObject({ code: 'SPW-3021' });
  });
});
