import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { knownEvents, OrderPlaced, SpillwayError, type AvroSchema } from '@spillway/events';
import { silentLogger, type Logger } from '@spillway/streaming';
import { avroCodec } from '../codec/avro-codec.js';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { httpRegistry } from '../registry/http-registry.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { copiedRegistry, type CopiedRegistryOptions } from './copied-registry.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spillway-copy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const enumOf = (name: string): AvroSchema => ({ type: 'enum', name, symbols: ['A'] });
const url = 'http://registry.example';
const guid = '89791762-2336-4186-9674-299b90a802e2';

/** A registry that can be away, and what it was asked. */
function registryOf(schemas: Readonly<Record<string, AvroSchema>>) {
  const state = { isAway: false, asked: [] as string[] };
  const find = async (named: number | string): Promise<AvroSchema> => {
    state.asked.push(String(named));
    if (state.isAway) throw new SpillwayError('SPW-3003', 'away');
    const schema = schemas[named];
    if (schema === undefined) throw new SpillwayError('SPW-3002', 'unknown');
    return schema;
  };
  const registry: ContractRegistry = { ...memoryRegistry(), schemaById: find, schemaByGuid: find };
  return { registry, state };
}

function noting() {
  const lines: { readonly level: string; readonly errorCode: unknown; readonly message: string }[] = [];
  const note = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, errorCode: fields['errorCode'], message });
  const logger: Logger = { ...silentLogger, warn: note('warn'), error: note('error') };
  return { logger, lines };
}

const copied = (registry: ContractRegistry, more: Partial<CopiedRegistryOptions> = {}): ContractRegistry =>
  copiedRegistry(registry, { url, folder, logger: silentLogger, ...more });

describe('a copy of the registry', () => {
  it('reads known ids while the registry is away, after a restart too; unknown ones wait', async () => {
    const { registry, state } = registryOf({ 7: enumOf('A'), 8: enumOf('B'), [guid]: enumOf('C') });
    const before = copied(registry);
    await Promise.all([before.schemaById(7), before.schemaByGuid(guid)]);
    state.isAway = true;

    const restarted = copied(registry);
    expect(await restarted.schemaById(7)).toEqual(enumOf('A'));
    expect(await restarted.schemaByGuid(guid)).toEqual(enumOf('C'));
    await expect(restarted.schemaById(8)).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('lets a whole process start and read its events without the registry', async () => {
    const inner = memoryRegistry();
    await registerContracts(inner, knownEvents);
    const payload: OrderPlaced = {
      invoiceNo: '1',
      customerId: null,
      country: 'EIRE',
      placedAt: new Date(0),
      lines: [],
    };
    const first = avroCodec({ registry: copied(inner), definitions: knownEvents });
    const value = await first.encode(OrderPlaced, payload);
    await first.decode(value);

    const away = registryOf({});
    away.state.isAway = true;
    const restarted = avroCodec({ registry: copied(away.registry), definitions: knownEvents });
    expect(await restarted.decode(value)).toMatchObject({ definition: OrderPlaced, payload });
  });

  it('stands in for a real connection that is refused', async () => {
    const answer = JSON.stringify({ schema: JSON.stringify(enumOf('A')) });
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const open = (): ContractRegistry => copied(httpRegistry({ url: base, timeoutMs: 1_000 }), { url: base });
    await open().schemaById(7);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));

    const restarted = open();
    expect(await restarted.schemaById(7)).toEqual(enumOf('A'));
    await expect(restarted.schemaById(8)).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('is asked for nothing while the registry answers', async () => {
    const { registry, state } = registryOf({ 7: enumOf('A') });
    await copied(registry).schemaById(7);
    await copied(registry).schemaById(7);
    expect(state.asked).toEqual(['7', '7']);
  });

  it('makes known ids wait once for a registry that is away, not each of them', async () => {
    const { registry, state } = registryOf({ 7: enumOf('A'), 8: enumOf('B'), 9: enumOf('C') });
    const before = copied(registry);
    for (const id of [7, 8, 9]) await before.schemaById(id);
    Object.assign(state, { isAway: true, asked: [] });
    const restarted = copied(registry);
    for (const id of [7, 8, 9]) await restarted.schemaById(id);
    expect(state.asked).toEqual(['7']);
  });
});

describe('the registry of another cluster', () => {
  it.each<[string, Readonly<Record<string, AvroSchema>>]>([
    ['gives another schema for an id', { 7: enumOf('Other') }],
    ['does not know an id', {}],
  ])('is noticed when it %s: an error that waits, never a schema', async (_name, schemas) => {
    await copied(registryOf({ 7: enumOf('A') }).registry).schemaById(7);
    for (const more of [{}, { url: 'http://elsewhere.example' }]) {
      const { logger, lines } = noting();
      const asked = copied(registryOf(schemas).registry, { ...more, logger }).schemaById(7);
      await expect(asked).rejects.toMatchObject({ code: 'SPW-3010', retryable: true });
      expect(lines).toEqual([expect.objectContaining({ level: 'error', errorCode: 'SPW-3010' })]);
    }
  });

  it('does not get the ids of the one that was copied from while it is away', async () => {
    await copied(registryOf({ 7: enumOf('A') }).registry).schemaById(7);
    const { registry, state } = registryOf({});
    state.isAway = true;
    const asked = copied(registry, { url: 'http://elsewhere.example' }).schemaById(7);
    await expect(asked).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('is noticed when it comes back after ids were read without it', async () => {
    await copied(registryOf({ 7: enumOf('A') }).registry).schemaById(7);
    const { registry, state } = registryOf({ 7: enumOf('Other') });
    state.isAway = true;
    const { logger, lines } = noting();
    expect(await copied(registry, { logger, compareAfterMs: 10 }).schemaById(7)).toEqual(enumOf('A'));
    expect(lines).toEqual([]);
    state.isAway = false;
    for (let tries = 0; lines.length === 0 && tries < 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(lines).toEqual([expect.objectContaining({ level: 'error', errorCode: 'SPW-3010' })]);
  });

  it('is not one that writes the same schema in another order', async () => {
    await copied(registryOf({ 7: { type: 'enum', name: 'A', symbols: ['A'] } }).registry).schemaById(7);
    const reordered = { symbols: ['A'], name: 'A', type: 'enum' };
    await expect(copied(registryOf({ 7: reordered }).registry).schemaById(7)).resolves.toEqual(reordered);
  });
});

describe('a file of the copy', () => {
  const fileOf = (id: number): string => join(folder, `${id}.schema`);
  const damages: Record<string, (text: string) => string> = {
    'is empty': () => '',
    'was cut off': (text) => text.slice(0, -10),
    'has a flipped bit': (text) => text.replace('"A"', '"B"'),
    'is of another version': (text) => text.replace('spillway-schema 1', 'spillway-schema 2'),
    'is something else': () => '{"schema":"int"}',
  };

  it.each(Object.entries(damages))('that %s is left out and said, and the registry is asked', async (_name, damage) => {
    const { registry, state } = registryOf({ 7: enumOf('A') });
    await copied(registry).schemaById(7);
    const whole = await readFile(fileOf(7), 'utf8');
    await writeFile(fileOf(7), damage(whole));
    const { logger, lines } = noting();
    expect(await copied(registry, { logger }).schemaById(7)).toEqual(enumOf('A'));
    expect(lines).toEqual([{ level: 'warn', errorCode: 'SPW-3012', message: expect.any(String) }]);
    expect(await readFile(fileOf(7), 'utf8')).toBe(whole);

    await writeFile(fileOf(7), damage(whole));
    state.isAway = true;
    await expect(copied(registry).schemaById(7)).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('that holds the schema of another id is left out', async () => {
    const { registry, state } = registryOf({ 7: enumOf('A'), 8: enumOf('B') });
    await copied(registry).schemaById(7);
    await writeFile(fileOf(8), await readFile(fileOf(7), 'utf8'));
    state.isAway = true;
    await expect(copied(registry).schemaById(8)).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('that cannot be written does no harm', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, '');
    const { logger, lines } = noting();
    const { registry } = registryOf({ 7: enumOf('A') });
    expect(await copied(registry, { logger, folder: join(blocked, 'copies') }).schemaById(7)).toEqual(enumOf('A'));
    expect(lines.map(({ errorCode }) => errorCode)).toContain('SPW-3012');
  });

  it('goes when there are too many, the oldest first', async () => {
    const schemas = Object.fromEntries(Array.from({ length: 60 }, (_, id) => [id, enumOf(`E${id}`)]));
    const registry = copied(registryOf(schemas).registry, { maxEntries: 20 });
    for (let id = 0; id < 60; id++) await registry.schemaById(id);
    const names = await readdir(folder);
    expect(names.length).toBeLessThanOrEqual(21);
    expect(names).toContain('59.schema');
    expect(names.filter((name) => !name.endsWith('.schema'))).toEqual([]);
  });

  it('is written by many at once', async () => {
    const { registry } = registryOf({ 7: enumOf('A') });
    await Promise.all(Array.from({ length: 20 }, () => copied(registry).schemaById(7)));
    expect(await readdir(folder)).toEqual(['7.schema']);
  });
});
