import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { defineEvent, defineSharedType, type AvroSchema } from '@spillway/events';
import {
  defineGroup,
  groupManifest,
  logManifest,
  readConfig,
  type AppManifest,
  type Transport,
} from '@spillway/streaming';
import { describeWithStack } from '../../../../test/support/stack.js';
import { runCli } from '../program/run-cli.js';
import { person } from '../spec-support/person.js';
import type { PlanRow } from './plan-rows.js';

describeWithStack('spillway topics on real Kafka and a real registry', ({ brokers, registryUrl }) => {
  const run = `t${randomUUID().slice(0, 8)}`;
  const [orders, foreign] = [`${run}.orders`, `${run}.orders.billing.dlq`];
  const type = `${run}.Placed`;
  const schema = {
    type: 'record',
    name: 'Placed',
    namespace: run,
    'spillway.compatibility': 'FULL_TRANSITIVE',
    fields: [{ name: 'number', type: 'string' }],
  } as AvroSchema;
  const placed = defineEvent<unknown>({ topic: orders, schema, key: () => '' });
  const group = defineGroup('stock', {
    startFrom: 'beginning',
    topics: { [orders]: { ordering: 'key', retry: { delaysMs: [1_000] } } },
  });
  const topics = [{ name: orders, partitions: 3, config: { 'compression.type': 'uncompressed' } }];
  const manifest: AppManifest = {
    app: 'shop',
    groups: [groupManifest(group, [{ name: 'Count', definitions: [placed] }])],
    events: [{ type, topic: orders, subject: placed.subject, schema }],
    log: logManifest('shop', { topics, publishes: [placed] }, [group]),
  };
  const env = { SPILLWAY_KAFKA_BROKERS: brokers.join(','), SPILLWAY_REGISTRY_URL: registryUrl };
  let folder: string;
  let transport: Transport;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-topics-'));
    writeFileSync(join(folder, 'spillway.manifest.json'), JSON.stringify(manifest));
    transport = kafkaTransport({
      config: readConfig(kafkaConfigSchema, { SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    await transport.connect();
  });
  afterAll(async () => {
    await transport.close();
    rmSync(folder, { recursive: true });
  });

  /** What was asked, when there is somebody to answer. */
  const asked: string[] = [];
  let answer: boolean | undefined;

  const answering = (yes: boolean) => async (question: string) => {
    asked.push(question);
    return yes ? 'y' : 'n';
  };

  async function runTopics(...args: readonly string[]) {
    let [stdout, stderr] = ['', ''];
    const exitCode = await runCli(['topics', ...args, '--output', 'json'], {
      workingDir: folder,
      env,
      stdout: (text) => (stdout += text),
      stderr: (text) => (stderr += text),
      ...(answer === undefined ? {} : { ask: answering(answer) }),
    });
    return { exitCode, stderr, rows: JSON.parse(stdout === '' ? '[]' : stdout) as readonly PlanRow[] };
  }
  const resources = (rows: readonly PlanRow[]): readonly string[] =>
    rows.filter(({ action }) => action !== 'note').map(({ action, resource }) => `${action} ${resource}`);
  /** Everything of this run that the broker has: names, counts, settings, lives. */
  async function whole() {
    const admin = transport.admin();
    const own = (await admin.topics()).filter(({ name }) => name.startsWith(run)).toSorted(byName);
    return Promise.all(
      own.map(async (topic) => [topic, await admin.topicId(topic.name), await admin.settings(topic.name)] as const),
    );
  }

  it('plans what is missing, changes nothing by that, makes it, and has nothing to do the second time', async () => {
    await transport.admin().ensureTopics([{ name: foreign, partitions: 1, config: { 'retention.ms': '77777777' } }]);
    const wanted = [
      `create topic ${orders}`,
      `create topic ${orders}.stock.retry.1s`,
      `create topic ${orders}.stock.dlq`,
      `set mode subject ${orders}-${type}`,
      `register subject ${orders}-${type}`,
    ];
    const before = await whole();
    const planned = await runTopics('plan');
    expect([planned.exitCode, resources(planned.rows)]).toEqual([3, wanted]);
    expect(await whole()).toEqual(before);

    answer = false;
    const refused = await runTopics('apply');
    expect([refused.exitCode, resources(refused.rows)]).toEqual([1, wanted]);
    expect(refused.stderr).toContain('SPW-5221  Not confirmed: nothing was done.');
    expect(asked).toEqual(['Make 5 changes? [y/N] ']);
    expect(await whole()).toEqual(before);
    answer = undefined;

    const first = await runTopics('apply', '--yes');
    expect([first.exitCode, resources(first.rows), first.stderr]).toEqual([0, wanted, '5 changes made.\n']);
    const after = await whole();
    expect(after.map(([{ name, partitions }]) => [name, partitions])).toEqual([
      [orders, 3],
      [foreign, 1],
      [`${orders}.stock.dlq`, 3],
      [`${orders}.stock.retry.1s`, 3],
    ]);

    const second = await runTopics('apply', '--yes');
    expect([second.exitCode, resources(second.rows)]).toEqual([0, []]);
    expect(second.stderr).toBe('Everything is as the manifests want it.\n');
    expect(await whole()).toEqual(after);
    expect((await runTopics('plan')).exitCode).toBe(0);
  });

  it('asks twice on production before it makes anything, and is refused by a read-only profile', async () => {
    const profiles = { live: { production: true }, look: { readOnly: true } };
    writeFileSync(join(folder, 'spillway.profiles.json'), JSON.stringify({ profiles }));
    const file = join(folder, 'more.json');
    const log = { ...manifest.log, topics: [...topics, { name: `${run}.more`, partitions: 1 }] };
    writeFileSync(file, JSON.stringify({ ...manifest, log }));
    const before = await whole();
    const apply = async (profile: string, ...answers: readonly string[]) => {
      const { questions, ...surroundings } = person(...answers);
      const exitCode = await runCli(['topics', 'apply', '--manifest', file, '--profile', profile], {
        ...{ workingDir: folder, env, stdout: () => {}, stderr: () => {} },
        ...surroundings,
      });
      return { exitCode, questions: questions.map(stripVTControlCharacters) };
    };
    expect(await apply('look')).toEqual({ exitCode: 1, questions: [] });
    expect(await apply('live', 'y', 'look')).toEqual({
      exitCode: 1,
      questions: ['Make 1 change in PRODUCTION (live)? [y/N] ', 'Type the name of the profile to go on: '],
    });
    expect(await whole()).toEqual(before);
    expect(await apply('live', 'y', 'live')).toMatchObject({ exitCode: 0 });
    expect((await whole()).map(([{ name }]) => name)).toContain(`${run}.more`);
  });

  it('registers shared types of every kind in subjects of their own, and has nothing to do the second time', async () => {
    const named = (name: string, more: object) =>
      ({ name, namespace: `${run}.till`, ...more }) as unknown as AvroSchema;
    const currency = named('Currency', { type: 'enum', symbols: ['GBP'] });
    const digest = named('Digest', { type: 'fixed', size: 4 });
    const field = (name: string, of: unknown) => ({ name, type: of });
    const money = named('Money', { type: 'record', fields: [field('currency', currency), field('pence', 'long')] });
    const paid = defineEvent<unknown>({
      topic: `${run}.till`,
      schema: named('Paid', { type: 'record', fields: [field('total', money), field('of', digest)] }),
      references: [
        defineSharedType({ schema: money, references: [defineSharedType({ schema: currency })] }),
        defineSharedType({ schema: digest }),
      ],
      key: () => '',
    });
    const file = join(folder, 'till.json');
    const events = [{ ...paid, key: undefined }];
    const till = [{ name: `${run}.till`, partitions: 1 }];
    const log = logManifest('till', { topics: till, publishes: [paid] }, []);
    writeFileSync(file, JSON.stringify({ app: 'till', groups: [], events, log }));
    const first = await runTopics('apply', '--yes', '--manifest', file);
    expect([first.exitCode, resources(first.rows).filter((row) => row.startsWith('register'))]).toEqual([
      0,
      ['Currency', 'Money', 'Digest']
        .map((name) => `register subject ${run}.till.${name}`)
        .concat(`register subject ${paid.subject}`),
    ]);
    const second = await runTopics('apply', '--yes', '--manifest', file);
    expect([second.exitCode, resources(second.rows)]).toEqual([0, []]);
    const kept = await fetch(`${registryUrl}/subjects/${paid.subject}/versions/latest`);
    expect(await kept.json()).toMatchObject({
      references: [`${run}.till.Money`, `${run}.till.Digest`].map((name) => ({ name, subject: name, version: 1 })),
    });
  });

  it('refuses what push would refuse, and then changes nothing at all', async () => {
    const breaking = { ...(schema as object), fields: [{ name: 'sum', type: 'int' }] } as unknown as AvroSchema;
    const wider = { ...manifest, events: [{ ...manifest.events[0]!, schema: breaking }] };
    const file = join(folder, 'breaking.json');
    writeFileSync(
      file,
      JSON.stringify({
        ...wider,
        log: { ...manifest.log, topics: [...topics, { name: `${run}.new`, partitions: 1 }] },
      }),
    );
    const before = await whole();
    for (const verb of [['plan'], ['apply', '--yes']]) {
      const { exitCode, rows, stderr } = await runTopics(...verb, '--manifest', file);
      expect([exitCode, resources(rows)]).toEqual([
        3,
        [
          `breaks contract ${type}`,
          `breaks contract ${type}`,
          `create topic ${run}.new`,
          `register subject ${orders}-${type}`,
        ],
      ]);
      if (verb[0] === 'apply') expect(stderr).toContain('Nothing was changed.');
    }
    expect(await whole()).toEqual(before);
  });

  it('shows what drifted and puts it back, one setting at a time; what would keep less stays', async () => {
    const admin = transport.admin();
    await admin.changeSettings(orders, { 'compression.type': 'gzip', 'segment.ms': '60000' });
    await admin.changeSettings(`${orders}.stock.retry.1s`, { 'retention.ms': '-1' });
    await admin.addPartitions(orders, 4);
    answer = true;
    const { exitCode, rows } = await runTopics('apply');
    expect(asked.at(-1)).toBe('Make 3 changes? [y/N] ');
    expect(exitCode).toBe(3);
    expect(resources(rows).toSorted()).toEqual([
      `by hand topic ${orders}.stock.retry.1s`,
      `configure topic ${orders}`,
      `extend topic ${orders}.stock.dlq`,
      `extend topic ${orders}.stock.retry.1s`,
    ]);
    expect(await admin.settings(orders)).toMatchObject({ 'compression.type': 'uncompressed', 'segment.ms': '60000' });
    expect(await admin.settings(`${orders}.stock.retry.1s`)).toMatchObject({ 'retention.ms': '-1' });
    expect(await admin.settings(foreign)).toMatchObject({ 'retention.ms': '77777777' });
    expect((await admin.ranges(foreign)).length).toBe(1);
  });
});

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
