import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { httpRegistry, registerContracts } from '@spillway/codecs';
import { deadLetterTopic, knownEvents, retryTopic, type AvroSchema } from '@spillway/events';
import { startHttpApp, type RunningApp } from '@spillway/nest';
import { retryTopicDefinitions, silentLogger, type AppManifest, type Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { readAuditConfig } from '../../apps/audit/src/audit.config.js';
import { AuditModule, openAuditParts, type AuditParts } from '../../apps/audit/src/audit.module.js';
import { ContractsCheckout } from '../../libs/cli/src/spec-support/contracts-checkout.js';
import { Desk } from '../support/contract-story/desk.js';
import { startStoryApp, storyManifest, storyTransport } from '../support/contract-story/story-app.js';
import {
  billingParts,
  kitchenParts,
  unmakeable,
  type Handled,
  type StoryParts,
} from '../support/contract-story/story-parts.js';
import { expectGuideScreen, guideTexts } from '../support/guide-screens.js';
import { guideSteps } from '../support/guide-steps.js';
import { describeWithStack } from '../support/stack.js';

const guide = 'docs/guides/roll-out-a-contract.md';
const commands = guideSteps(guide).flatMap((step) => (step.type === 'shell' ? [step.lines] : []));
const screens = { impactOf2: 0, impactOf3: 1, checkOf4: 2, impactOf4: 3 } as const;

// The broker and the registry are shared: the story has topics and subjects of its own.
const domain = `shop${randomUUID().slice(0, 8)}`;
const own = (text: string): string => text.replaceAll(/\bshop(?=[./])/g, domain);
const topic = own('shop.orders');
const folder = own('schemas/shop/orders');
const contracts = guideTexts(guide, 'json').map(own);
const schemas = contracts.map((text) => JSON.parse(text) as AvroSchema);
const idOnly = { type: 'record', name: 'OrderMade', namespace: topic, fields: [{ name: 'orderId', type: 'string' }] };
const goneSchema: AvroSchema = { ...idOnly, name: 'OrderGone' };
const sampleCount = 20;

interface GroupView {
  readonly partitions: readonly { readonly topic: string }[];
}

interface Impact {
  readonly contracts: readonly { readonly steps: readonly { readonly apps: readonly string[] }[] }[];
}

describeWithStack('three versions of a contract, as the guide has it', (stack) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-story-'));
  const checkout = new ContractsCheckout();
  const kitchenOrders: Handled[] = [];
  const billedOrders: Handled[] = [];
  let transport: Transport;
  let desk: Desk;
  let auditParts: AuditParts;
  let audit: RunningApp;
  let billing: RunningApp;
  let kitchen: RunningApp;

  const partsOf = (version: number): StoryParts =>
    kitchenParts(
      { topic, goneSchema },
      {
        ...{ schema: schemas[version - 1]!, version, handled: kitchenOrders },
        // The oven of older kitchens is cold.
        canMakeAll: version >= 3,
      },
    );
  const orderOf = (version: number) => (orderId: string) => ({
    orderId,
    ...(version < 3 ? { customer: '17850' } : { customerId: version === 3 ? '17850' : 17_850 }),
    channel: version === 3 ? 'SHOP' : 'WEB',
    ...(version > 1 && { note: `written by version ${version}` }),
  });

  /** Whether each of them has one of the two partitions, in both groups. */
  async function shareTheTopic(...apps: readonly RunningApp[]): Promise<boolean> {
    const asked = apps.flatMap(({ url }) => ['kitchen', 'letters'].map((group) => fetch(`${url}/groups/${group}`)));
    const groups = await Promise.all(asked.map(async (answer) => (await (await answer).json()) as GroupView));
    return groups.every(({ partitions }) => partitions.filter((each) => each.topic === topic).length === 1);
  }
  /** What is committed is what is deployed. */
  function commit(manifest: AppManifest): void {
    checkout.write(`apps/${manifest.app}/spillway.manifest.json`, manifest);
    checkout.commit();
  }
  const deployDesk = (version: number): void => {
    const OrderMade = desk.deploy(topic, schemas[version - 1]!, orderOf(version));
    const events = [OrderMade as never];
    commit(storyManifest('desk', { handlers: [], events, publishes: events }));
  };
  /** The new one joins before the old one leaves. */
  const deployKitchen = async (version: number): Promise<void> => {
    const parts = partsOf(version);
    const older = kitchen;
    kitchen = await startStoryApp('kitchen', parts, stack);
    if (older !== undefined) {
      await waitUntil('both kitchens have their partitions', () => shareTheTopic(older, kitchen), 30_000);
      await older.close();
    }
    commit(storyManifest('kitchen', parts));
  };
  const propose = (version: number): void =>
    checkout.write(`${folder}/order-made/OrderMade.avsc`, contracts[version - 1]);
  const spillway = (...args: readonly string[]) => checkout.run(args, { SPILLWAY_REGISTRY_URL: stack.registryUrl });
  /** Of apps that `npm start` did not start. */
  const addresses = () => [
    ...['--sample', String(sampleCount), '--audit-url', audit.url],
    ...['--app-url', `kitchen=${kitchen.url}`, '--app-url', `billing=${billing.url}`],
  ];
  /** Runs the commands that the page has next, each as it stands there. */
  const followPage = async () => {
    const results: Record<string, Awaited<ReturnType<typeof spillway>>> = {};
    for (const line of commands.shift()!) {
      const [, command = line] = /^npx spillway contracts (\w+)$/.exec(line) ?? [];
      results[command] = await spillway(command, ...(command === 'impact' ? addresses() : []));
    }
    return results;
  };
  const expectScreen = (name: keyof typeof screens, screen: string): void =>
    expectGuideScreen(guide, screens[name], screen.replaceAll(domain, 'shop'));
  const deadLettersOf = async (group: string): Promise<number> => {
    const ranges = await transport.admin().ranges(deadLetterTopic(topic, group));
    return ranges.reduce((sum, { beginOffset, endOffset }) => sum + Number(endOffset - beginOffset), 0);
  };
  const handledBy = (all: readonly Handled[]) => new Set(all.map(({ order }) => order.orderId));
  const untilHandled = (what: string, orders: readonly string[]) =>
    waitUntil(
      what,
      () => orders.every((id) => handledBy(kitchenOrders).has(id) && handledBy(billedOrders).has(id)),
      50_000,
    );
  const untilSampled = () =>
    waitUntil(
      'real events are stored',
      async () => {
        const samples = await auditParts.store.sample(`${topic}.OrderMade`, sampleCount);
        return samples.length === sampleCount;
      },
      30_000,
    );

  beforeAll(async () => {
    const registry = httpRegistry({ url: stack.registryUrl });
    await registerContracts(registry, knownEvents);
    transport = storyTransport(stack);
    await transport.connect();
    const billingApp = billingParts({ topic, goneSchema }, idOnly, billedOrders);
    const groups = [...partsOf(1).groups, ...billingApp.groups];
    await transport
      .admin()
      .ensureTopics([
        { name: topic, partitions: 2 },
        ...groups.flatMap((group) => retryTopicDefinitions(group, topic, 2)),
      ]);
    desk = new Desk(stack, transport);
    propose(1);
    checkout.write(`${folder}/order-gone/OrderGone.avsc`, goneSchema);
    expect(await spillway('push')).toMatchObject({ exitCode: 0 });
    const environment = {
      ...{ SPILLWAY_KAFKA_BROKERS: stack.brokers.join(','), SPILLWAY_REGISTRY_URL: stack.registryUrl },
      ...{ SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0' },
    };
    const config = readAuditConfig(environment, { transport: false, codec: false });
    auditParts = { ...(await openAuditParts(config, { logger: silentLogger })), topics: [topic] };
    const http = { host: '127.0.0.1', port: 0, rateLimitPerMinute: 0 };
    audit = await startHttpApp(AuditModule.forRoot(auditParts), { name: 'audit', logger: silentLogger, http });
    billing = await startStoryApp('billing', billingApp, stack);
    commit(storyManifest('billing', billingApp));
    await deployKitchen(1);
    deployDesk(1);
    desk.open();
  }, 60_000);

  afterAll(async () => {
    await desk.close();
    for (const app of [kitchen, billing, audit]) await app?.close();
    await auditParts?.store.close();
    await transport?.close();
    checkout[Symbol.dispose]();
    rmSync(dataDir, { recursive: true, force: true });
  }, 30_000);

  it('brings out a field with a default in any order', async () => {
    await untilSampled();
    propose(2);
    const found = await followPage();
    expect(found).toMatchObject({ check: { exitCode: 0, stdout: '' }, impact: { exitCode: 0 }, push: { exitCode: 0 } });
    expectScreen('impactOf2', found['impact']!.stdout);
    const before = desk.taken.length;
    deployDesk(2);
    await waitUntil('orders of version 2 are taken', () => desk.taken.length > before + 5);
    await untilHandled('the old kitchen makes new orders', desk.taken.slice(before));
    await deployKitchen(2);
    await desk.take(unmakeable);
    const waits = retryTopic(topic, 'kitchen', '15s');
    const isParked = async () => (await transport.admin().ranges(waits)).some(({ endOffset }) => endOffset > 0n);
    await waitUntil('the order waits', isParked, 30_000);
  }, 90_000);

  it('brings out a rename and a wider enum in the order that it says', async () => {
    propose(3);
    const { stdout: json } = await spillway('impact', '-o', 'json', ...addresses());
    const found = await followPage();
    expect(found).toMatchObject({ check: { exitCode: 0, stdout: '' }, impact: { exitCode: 0 }, push: { exitCode: 0 } });
    expectScreen('impactOf3', found['impact']!.stdout);
    const [{ steps } = { steps: [] }] = (JSON.parse(json) as Impact).contracts;
    const deploy: Readonly<Record<string, () => Promise<void>>> = {
      kitchen: () => deployKitchen(3),
      desk: async () => deployDesk(3),
    };
    for (const app of steps.flatMap(({ apps }) => apps)) await deploy[app]!();
    const before = desk.taken.length;
    await waitUntil('orders of version 3 are taken', () => desk.taken.length > before + 20);
    await untilHandled('every order is handled, the one that waited too', desk.taken);
    const waited = kitchenOrders.find(({ order }) => order.orderId === unmakeable);
    expect(waited).toEqual({
      version: 3,
      order: { orderId: unmakeable, customerId: '17850', channel: 'WEB', note: 'written by version 2' },
    });
    for (const group of ['kitchen', 'letters', 'billing'])
      expect([group, await deadLettersOf(group)]).toEqual([group, 0]);
    expect(desk.longestPauseMs).toBeLessThan(2_000);
  }, 90_000);

  it('stops what breaks, and names exactly the groups that it breaks', async () => {
    propose(4);
    const page = await followPage();
    expect(page).toMatchObject({ check: { exitCode: 3 }, push: { exitCode: 3, stdout: '' }, impact: { exitCode: 3 } });
    expectScreen('checkOf4', page['check']!.stdout);
    expectScreen('impactOf4', page['impact']!.stdout);
    expect(commands).toEqual([]);
    await desk.close();
    await untilHandled('every order so far is handled', desk.taken);

    // Past all checks.
    const registry = httpRegistry({ url: stack.registryUrl });
    const subject = `${topic}-${topic}.OrderMade`;
    await registry.setCompatibility(subject, 'NONE');
    await registry.register(subject, schemas[3]!);
    const broken: string[] = [];
    const takeInVain = async (...orders: readonly string[]) => {
      for (const id of orders) await desk.take(id);
      broken.push(...orders);
      await waitUntil('billing has them', () => broken.every((id) => handledBy(billedOrders).has(id)), 30_000);
      await waitUntil(
        'the others gave them up',
        async () => (await deadLettersOf('kitchen')) + (await deadLettersOf('letters')) >= 2 * broken.length,
        30_000,
      );
      const found = await Promise.all(['kitchen', 'letters', 'billing'].map(deadLettersOf));
      expect(found).toEqual([broken.length, broken.length, 0]);
      expect(broken.filter((id) => handledBy(kitchenOrders).has(id))).toEqual([]);
    };
    // The kitchen first: the desk still writes version 3. Then the desk first, and the kitchen is the older one.
    await deployKitchen(4);
    await takeInVain('a');
    await deployKitchen(3);
    deployDesk(4);
    await takeInVain('b', 'c', 'd');
  }, 120_000);
});
