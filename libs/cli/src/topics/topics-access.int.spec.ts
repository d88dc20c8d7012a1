import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deadLetterTopic, defineEvent } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import {
  DeadLetters,
  defineGroup,
  EventPublisher,
  exponential,
  GroupConsumer,
  groupManifest,
  logManifest,
  noMetrics,
  readConfig,
  systemClock,
  type AppManifest,
  type Logger,
  type Transport,
} from '@spillway/streaming';
import { jsonCodec, waitUntil } from '@spillway/testing';
import { startSecureBroker, type ScramUser, type SecureBroker } from '../../../../test/support/secure-broker.js';
import { describeWithStack } from '../../../../test/support/stack.js';
import { runCli } from '../program/run-cli.js';
import type { PlanRow } from './plan-rows.js';

const user = (name: string): ScramUser => ({ mechanism: 'SCRAM-SHA-512', name, password: `of ${name}` });
const [operator, shop, payments, audit] = [user('operator'), user('shop'), user('payments'), user('audit')];

const run = `a${randomUUID().slice(0, 8)}`;
const [orders, captures, unkept] = [`${run}.orders`, `${run}.captures`, `${run}.audit.dlq`];
const define = (topic: string, name: string) =>
  defineEvent<{ readonly number: string }>({
    topic,
    schema: { type: 'record', name, namespace: topic, fields: [{ name: 'number', type: 'string' }] },
    key: ({ number }) => number,
  });
const [Placed, Captured] = [define(orders, 'Placed'), define(captures, 'Captured')];
const group = defineGroup('payments', {
  startFrom: 'beginning',
  topics: {
    [orders]: { ordering: 'key', retry: exponential({ initialMs: 200, factor: 2, maxMs: 200 }) },
  },
});
const pinned = [Placed, Captured].map(({ type, topic, subject, schema }) => ({ type, topic, subject, schema }));
const manifests: readonly AppManifest[] = [
  {
    app: 'shop',
    groups: [],
    events: pinned,
    log: logManifest('shop', { topics: [{ name: orders, partitions: 2 }], publishes: [Placed] }, []),
  },
  {
    app: 'payments',
    groups: [groupManifest(group, [{ name: 'Capture', definitions: [Placed] }])],
    events: pinned,
    log: logManifest('payments', { topics: [{ name: captures, partitions: 1 }], publishes: [Captured] }, [group]),
  },
  {
    app: 'audit',
    groups: [
      {
        group: 'audit',
        topics: [orders, captures].map((topic) => ({
          ...{ topic, ordering: 'partition', ignores: [], retryTopics: [], deadLetterTopic: null },
        })),
        handlers: [{ handler: 'Keep', handles: pinned.map(({ type }) => type) }],
        unreadable: 'kept',
      },
    ],
    events: pinned,
    log: logManifest('audit', { topics: [{ name: unkept, partitions: 1 }], writes: [unkept] }, []),
  },
];

/** An authorizer that lets nobody do what no rule allows. */
describeWithStack('spillway topics on a broker with access rules', ({ registryUrl }) => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-access-'));
  const files = manifests.map(({ app }) => join(folder, `${app}.json`));
  const problems: string[] = [];
  const open: Transport[] = [];
  let broker: SecureBroker;

  beforeAll(async () => {
    manifests.forEach((manifest, index) => writeFileSync(files[index]!, JSON.stringify(manifest)));
    broker = await startSecureBroker([operator, shop, payments, audit], { superUsers: [operator.name] });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(open.map((transport) => transport.close()));
    await broker?.stop();
    rmSync(folder, { recursive: true });
  }, 60_000);

  const kafkaOf = ({ name, mechanism, password }: ScramUser) => ({
    SPILLWAY_KAFKA_BROKERS: broker.address,
    SPILLWAY_KAFKA_TLS: 'true',
    SPILLWAY_KAFKA_TLS_CA: broker.certificate,
    SPILLWAY_KAFKA_SASL_MECHANISM: mechanism,
    SPILLWAY_KAFKA_SASL_USERNAME: name,
    SPILLWAY_KAFKA_SASL_PASSWORD: password,
  });
  const note: Logger['warn'] = (_, message) => void problems.push(message);
  const logger: Logger = { debug: () => {}, info: () => {}, warn: note, error: note };

  async function transportOf(who: ScramUser): Promise<Transport> {
    const transport = kafkaTransport({ config: readConfig(kafkaConfigSchema, kafkaOf(who)) });
    open.push(transport);
    await transport.connect();
    return transport;
  }

  async function apply(): Promise<{ readonly exitCode: number; readonly rows: readonly PlanRow[] }> {
    let [stdout, stderr] = ['', ''];
    const args = ['topics', 'apply', '--yes', '--output', 'json', ...files.flatMap((file) => ['--manifest', file])];
    const exitCode = await runCli(args, {
      workingDir: folder,
      env: { ...kafkaOf(operator), SPILLWAY_REGISTRY_URL: registryUrl },
      stdout: (text) => (stdout += text),
      stderr: (text) => (stderr += text),
    });
    expect(stderr).not.toMatch(/^SPW/);
    return { exitCode, rows: JSON.parse(stdout) as readonly PlanRow[] };
  }

  it('allows what the plan says, and nothing the second time', async () => {
    const { exitCode, rows } = await apply();
    expect(exitCode).toBe(0);
    const allowed = rows
      .filter(({ action }) => action === 'allow')
      .map(({ resource, detail }) => `${resource}: ${detail}`);
    expect(allowed).toEqual([
      `User:shop: Write on topic ${orders}`,
      `User:payments: Write on topic ${captures}`,
      'User:payments: Read on group payments',
      `User:payments: Read on topic ${orders}`,
      `User:payments: Read, Write, DescribeConfigs on topic ${orders}.payments.retry.200ms`,
      `User:payments: Read, Write, DescribeConfigs on topic ${orders}.payments.dlq`,
      `User:audit: Write on topic ${unkept}`,
      'User:audit: Read on group audit',
      `User:audit: Read on topic ${orders}`,
      `User:audit: Read on topic ${captures}`,
    ]);
    expect(await apply()).toEqual({ exitCode: 0, rows: [] });
  }, 60_000);

  it('is enough for an app to publish, to read, to retry, to give up and to list what it gave up', async () => {
    const transport = await transportOf(payments);
    const codec = jsonCodec([Placed, Captured]);
    const publisherOf = ({ sink }: { readonly sink: ReturnType<Transport['sink']> }) =>
      new EventPublisher({ sink, codec, clock: systemClock, newId: randomUUID });
    const consumer = new GroupConsumer({
      transport,
      group,
      codec,
      logger,
      clock: systemClock,
      metrics: noMetrics,
      handlers: [
        {
          kind: 'single',
          name: 'Capture',
          definitions: [Placed],
          handle: async (delivery) => {
            const { number } = delivery.event as { readonly number: string };
            if (number === 'bad') throw new TypeError('declined');
            await delivery.publish(Captured, { number });
          },
        },
      ],
    });
    await consumer.start();
    const letters = new DeadLetters(group, transport);
    try {
      const publisher = publisherOf({ sink: (await transportOf(shop)).sink() });
      for (const number of ['good', 'bad']) await publisher.publish(Placed, { number }, { source: '/shop' });
      await waitUntil('one is dead', async () => (await letters.list({ limit: 5 })).letters.length === 1, 30_000);
      const reader = (await transportOf(operator)).admin();
      expect((await reader.ranges(captures))[0]!.endOffset).toBe(1n);
    } finally {
      await consumer.stop();
    }
    expect(problems.filter((message) => /settings|refused|authoriz/i.test(message))).toEqual([]);
  }, 60_000);

  it('is no more than that', async () => {
    const record = { key: null, value: Buffer.from('x'), headers: {} };
    const [ofShop, ofPayments] = [await transportOf(shop), await transportOf(payments)];
    await expect(ofPayments.sink().append({ topic: orders, ...record })).rejects.toMatchObject({
      code: expect.stringMatching(/^SPW-11/),
    });
    await expect(ofShop.sink().append({ topic: captures, ...record })).rejects.toMatchObject({
      code: expect.stringMatching(/^SPW-11/),
    });
    await expect(ofShop.admin().ranges(deadLetterTopic(orders, group.name))).rejects.toMatchObject({
      code: expect.stringMatching(/^SPW-110[23]$/),
    });
    await expect(ofPayments.admin().changeSettings(orders, { 'retention.ms': '1' })).rejects.toMatchObject({
      code: 'SPW-1102',
    });
    expect((await ofShop.admin().topics()).map(({ name }) => name)).toEqual([orders]);
    const ofAudit = await transportOf(audit);
    await ofAudit.sink().append({ topic: unkept, ...record });
    await expect(ofAudit.sink().append({ topic: orders, ...record })).rejects.toMatchObject({
      code: expect.stringMatching(/^SPW-11/),
    });
    const seen = (await ofAudit.admin().topics()).map(({ name }) => name);
    expect(seen.toSorted()).toEqual([unkept, captures, orders].toSorted());
  }, 60_000);

  it('leaves a rule that denies what an app has to do to a person, and ends with 3 until then', async () => {
    const dlq = deadLetterTopic(orders, group.name);
    const denial = { principal: 'User:payments', effect: 'deny', resource: 'topic', operation: 'Write' } as const;
    await (await transportOf(operator)).admin().allow([{ ...denial, pattern: 'literal', name: dlq }]);
    const { exitCode, rows } = await apply();
    expect(exitCode).toBe(3);
    expect(rows).toMatchObject([
      {
        action: 'by hand',
        resource: 'User:payments',
        detail: expect.stringContaining(`is denied Write on topic ${dlq}`),
      },
    ]);
    const written = (await transportOf(payments)).sink().append({ topic: dlq, key: null, value: null, headers: {} });
    await expect(written).rejects.toMatchObject({ code: expect.stringMatching(/^SPW-11/) });
  }, 60_000);
});
