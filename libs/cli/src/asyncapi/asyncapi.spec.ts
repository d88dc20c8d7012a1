import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { Parser } from '@asyncapi/parser';
import { defineEvent, knownEvents, schemaIdHeader, subjectStrategies, type AvroSchema } from '@spillway/events';
import { logManifest } from '@spillway/streaming';
import { runCli } from '../program/run-cli.js';
import { expectGolden } from '../spec-support/golden.js';
import type { AsyncApiDocument } from './async-api-document.js';

const root = resolve(import.meta.dirname, '../../../..');

const run = (...args: readonly string[]) => runIn({}, ...args);

async function runIn(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runCli(['asyncapi', ...args], {
    workingDir: root,
    env,
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  return { exitCode, ...printed };
}

async function parsed(text: string) {
  const parser = new Parser();
  parser.registerSchemaParser(AvroSchemaParser());
  return parser.parse(text);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-asyncapi-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('spillway asyncapi', () => {
  it('describes the apps of this repository so that the official parser has nothing to say', async () => {
    const { stdout } = await run();
    const { document, diagnostics } = await parsed(stdout);
    const said = diagnostics.filter(({ severity }) => severity < 2);
    expect(said.map(({ message, path }) => `${message} at ${path.join('/')}`)).toEqual([]);
    expect(document?.version()).toBe('3.1.0');
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address())
        .toSorted(),
    ).toEqual(['retail.fulfilment', 'retail.orders', 'retail.payments', 'spillway.deliveries']);
  });

  it('would be told by the parser if a binding were not as it has to be', async () => {
    const broken = JSON.parse((await run()).stdout) as {
      channels: Record<string, { bindings: { kafka: { partitions: unknown } } }>;
    };
    broken.channels['retail.orders']!.bindings.kafka.partitions = 'many';
    expect((await parsed(JSON.stringify(broken))).document).toBeUndefined();
  });

  it('holds each contract as it is registered, valid by the official parser of Avro, which is not asked by the other', async () => {
    const { components } = JSON.parse((await run()).stdout) as AsyncApiDocument;
    const contracts = Object.entries(components.messages).map(([type, { payload }]) => [type, payload.schema]);
    const known = knownEvents.map(({ type, schema }) => [type, JSON.parse(JSON.stringify(schema)) as unknown]);
    expect(contracts).toEqual(known.toSorted());
    for (const [, data] of contracts)
      expect(await AvroSchemaParser().validate({ data, path: [] } as never)).toEqual([]);
    expect(await AvroSchemaParser().validate({ data: { type: 'nothing' }, path: [] } as never)).not.toEqual([]);
  });

  it('has what each app sends and each group receives', async () => {
    const { operations, components, channels } = JSON.parse((await run()).stdout) as AsyncApiDocument;
    expect(Object.keys(operations)).toEqual(Object.keys(operations).toSorted());
    expect(operations['consumer.payments.receive.retail.orders']).toEqual({
      action: 'receive',
      title: 'payments of consumer reads retail.orders',
      channel: { $ref: '#/channels/retail.orders' },
      messages: [{ $ref: '#/channels/retail.orders/messages/retail.orders.OrderPlaced' }],
      tags: [{ name: 'consumer' }],
      bindings: { kafka: { groupId: { type: 'string', enum: ['payments'] }, bindingVersion: '0.5.0' } },
    });
    expect(operations['producer.send.retail.orders']!.messages).toHaveLength(3);
    expect(operations['audit.audit.receive.retail.payments']!.messages).toHaveLength(2);
    expect(components.messages['retail.orders.OrderPlaced']).toMatchObject({ title: 'OrderPlaced' });
    expect(channels['spillway.deliveries']!.bindings).toEqual({
      kafka: {
        topic: 'spillway.deliveries',
        partitions: 12,
        topicConfiguration: { 'compression.type': 'uncompressed', 'retention.ms': 5_184_000_000 },
        bindingVersion: '0.5.0',
      },
    });
  });

  it.each([
    ['in front of the value', {}, { schemaIdLocation: 'payload', schemaIdPayloadEncoding: '4' }],
    ['in a header', { headerIds: true }, { schemaIdLocation: 'header' }],
  ] as const)('names subjects by all strategies and finds the id %s, valid by the official parser', async (...of) => {
    const [, place, location] = of;
    const sent = subjectStrategies.map((subjectStrategy) => {
      const schema = { type: 'record', name: subjectStrategy, namespace: 'shop', fields: [] } as AvroSchema;
      return defineEvent<unknown>({ topic: 'shop.orders', schema, subjectStrategy, key: () => '' });
    });
    const events = sent.map(({ type, topic, subject, schema }) => ({ type, topic, subject, schema, ...place }));
    const log = logManifest('shop', { topics: [{ name: 'shop.orders', partitions: 1 }], publishes: sent }, []);
    const file = join(folder, 'spillway.manifest.json');
    writeFileSync(file, JSON.stringify({ app: 'shop', groups: [], events, log }));
    const registry = ['--server', 'here=127.0.0.1:9092', '--registry-url', 'https://registry.example.com'];
    const { stdout } = await run('--manifest', file, ...registry);
    const { document, diagnostics } = await parsed(stdout);
    expect(diagnostics.filter(({ severity }) => severity < 2)).toEqual([]);
    expect(document!.components().messages().all()).toHaveLength(3);
    const { messages } = (JSON.parse(stdout) as AsyncApiDocument).components;
    expect(Object.values(messages).map(({ bindings }) => bindings)).toEqual(
      ['RecordName', 'TopicName', 'TopicRecordName'].map((strategy) => {
        const own = { ...location, schemaLookupStrategy: `${strategy}Strategy`, bindingVersion: '0.5.0' };
        return { kafka: { key: { type: 'string' }, ...own } };
      }),
    );
    // By the binding they stand beside a registry only.
    const bare = JSON.parse((await run('--manifest', file, ...registry.slice(0, 2))).stdout) as AsyncApiDocument;
    expect(bare.components.messages['shop.TopicName']!.bindings).toEqual({
      kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' },
    });
    const required = Object.values(messages).map(({ headers }) => headers['required'] as readonly string[]);
    expect(required.map((names) => names.includes(schemaIdHeader))).toEqual(Array(3).fill('headerIds' in place));
  });

  it('names servers with their registry, without its login, valid by the official parser', async () => {
    const live = ['--server', 'live=kafka-secure://kafka-1.example.com:9093', '--registry-vendor', 'apicurio'];
    const env = { SPILLWAY_REGISTRY_URL: 'https://me:secret@registry.example.com/apis' };
    const { stdout } = await runIn(env, ...live, '--server', 'here=127.0.0.1:9092');
    const { diagnostics } = await parsed(stdout);
    expect(diagnostics.filter(({ severity }) => severity < 2)).toEqual([]);
    const registry = { schemaRegistryUrl: 'https://registry.example.com/apis', schemaRegistryVendor: 'apicurio' };
    const bindings = { kafka: { ...registry, bindingVersion: '0.5.0' } };
    expect((JSON.parse(stdout) as AsyncApiDocument).servers).toEqual({
      here: { host: '127.0.0.1:9092', protocol: 'kafka', bindings },
      live: { host: 'kafka-1.example.com:9093', protocol: 'kafka-secure', bindings },
    });
    const bare = await run('--server', 'here=127.0.0.1:9092');
    expect((JSON.parse(bare.stdout) as AsyncApiDocument).servers).toEqual({
      here: { host: '127.0.0.1:9092', protocol: 'kafka' },
    });
    expect((await runIn(env)).stdout).toBe((await run()).stdout);
  });

  it.each([
    [['--server', 'live'], 'Say <name>=<host:port>'],
    [['--server', 'live=http://x:1'], 'Say <name>=<host:port>'],
    [['--registry-vendor', 'apicurio'], 'A registry belongs to servers'],
    [['--server', 'live=x:1', '--registry-vendor', 'apicurio'], 'Whose registry?'],
    [['--server', 'live=x:1', '--registry-url', 'registry'], '--registry-url is no URL'],
    [['--server', 'live=x:1', '--server', 'live=y:1'], 'live is given twice'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses an address of the environment by its name', async () => {
    const { exitCode, stderr } = await runIn({ SPILLWAY_REGISTRY_URL: 'registry' }, '--server', 'live=x:1');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('SPILLWAY_REGISTRY_URL is no URL')]);
  });

  it('gives the same bytes every time, to a file as well, and tells when that is out of date', async () => {
    const file = join(folder, 'asyncapi.json');
    const { stdout } = await run();
    expect(await run()).toMatchObject({ stdout });
    expect(await run('--out', file, '--check')).toMatchObject({ exitCode: 3, stdout: '' });
    expect(await run('--out', file)).toEqual({ exitCode: 0, stdout: '', stderr: `${file} written.\n` });
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    expect(await run('--out', file, '--check')).toMatchObject({ exitCode: 0, stderr: `${file} is up to date.\n` });
    writeFileSync(file, '{}');
    expect((await run('--out', file, '--check')).exitCode).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  it('makes the folder of its file, and says where none can be', async () => {
    const file = join(folder, 'build/of/asyncapi.json');
    expect(await run('--out', file)).toMatchObject({ exitCode: 0, stderr: `${file} written.\n` });
    for (const out of [folder, join(file, 'asyncapi.json')]) {
      const { exitCode, stderr } = await run('--out', out);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`SPW-1031  ${out} cannot be used: E`)]);
    }
  });

  it('is of one app on demand, under a title of its own', async () => {
    const only = ['--manifest', 'apps/producer/spillway.manifest.json', '--title', 'Ingest', '--api-version', '2.1.0'];
    const { info, operations } = JSON.parse((await run(...only)).stdout) as AsyncApiDocument;
    expect(info).toEqual({ title: 'Ingest', version: '2.1.0' });
    expect(Object.keys(operations)).toEqual(['producer.send.retail.orders']);
  });

  it('is a table for people, and a line for each operation for scripts', async () => {
    const { stdout } = await run('--output', 'table');
    expectGolden(join(import.meta.dirname, 'golden/operations.golden'), stdout);
    const lines = (await run('--output', 'ndjson')).stdout.trim().split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ operation: expect.any(String), events: expect.any(Array) });
    expect(lines).toHaveLength(stdout.trim().split('\n').length - 1);
    expect((await run('--output', 'table', '--out', 'x.json')).exitCode).toBe(2);
  });
});
