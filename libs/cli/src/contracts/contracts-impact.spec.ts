import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry } from '@spillway/codecs';
import type { EventDefinition } from '@spillway/events';
import type { AppManifest } from '@spillway/streaming';
import { ContractsCheckout } from '../spec-support/contracts-checkout.js';
import { expectGolden } from '../spec-support/golden.js';
import { SmallApp } from '../spec-support/small-app.js';
import { SmallRegistry } from '../spec-support/small-registry.js';
import {
  channel,
  file,
  group,
  item,
  manifest,
  retyped,
  sold,
  subject,
  topic,
  type,
  v1,
  withField,
  withSymbol,
} from '../spec-support/sold-contract.js';

let checkout: ContractsCheckout;
let registry: SmallRegistry;
let app: SmallApp;
let urls: Readonly<Record<string, string>>;

beforeEach(async () => {
  checkout = new ContractsCheckout();
  [registry, app] = [new SmallRegistry(), new SmallApp()];
  const [registryUrl, appUrl] = [await registry.start(), await app.start()];
  urls = { SPILLWAY_REGISTRY_URL: registryUrl, SPILLWAY_URL: appUrl, SPILLWAY_AUDIT_URL: appUrl };
  registry.register(subject, v1);
  checkout.write(file, v1);
  const groups = [group('stock'), group('letters', { handles: [], ignores: [type] }), group('bills', { reads: 'x' })];
  write(manifest('warehouse', groups.slice(0, 2)), manifest('billing', [{ ...groups[2]!, handlers: [] }]));
  write(manifest('shop', []));
  await sample(3);
  for (const name of ['stock', 'letters'])
    app.answers.set(`/groups/${name}/waiting`, { records: [], nextCursor: null });
});
afterEach(async () => {
  checkout[Symbol.dispose]();
  await registry[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

function write(...manifests: readonly AppManifest[]): void {
  for (const each of manifests) checkout.write(`apps/${each.app}/spillway.manifest.json`, each);
  checkout.commit();
}

/** Bytes as a producer on this schema writes them, registered as the registry has it, or by an id that is known. */
async function bytes(schema: object, payload: object, id = registry.register(subject, schema)): Promise<string> {
  const definition: EventDefinition<object> = { type, topic, subject, schema: schema as never, key: () => '' };
  const written = memoryRegistry();
  await written.register(subject, schema as never);
  const value = await avroCodec({ registry: written, definitions: [definition as never] }).encode(definition, payload);
  value.writeUInt32BE(id, 1);
  return value.toString('base64');
}

async function sample(count: number, schema: object = v1): Promise<void> {
  sampleOf(count, await bytes(schema, { item: 'a', count: 1, channel: 'web' }));
}

function sampleOf(count: number, valueBase64: string): void {
  const one = { topic, schemaId: 1, schemaHeaderBase64: null, valueBase64 };
  app.answers.set('/audit/sample', { type, samples: Array.from({ length: count }, () => one), completeUpTo: null });
}

async function waits(name: string, ...records: readonly { kind: string; valueBase64: string; type?: string | null }[]) {
  const rows = records.map((record) => ({ source: topic, type, schemaHeaderBase64: null, ...record }));
  app.answers.set(`/groups/${name}/waiting`, { records: rows, nextCursor: null });
}

const impact = (...args: readonly string[]) => checkout.run(['impact', ...args], urls);
/** Where several apps run groups, each is named. */
const everyApp = () => ['warehouse', 'reports'].flatMap((name) => ['--app-url', `${name}=${urls.SPILLWAY_URL}`]);
const golden = (name: string): string => join(import.meta.dirname, `golden/${name}.golden`);
const report = async (...args: readonly string[]) => {
  const { stdout, ...rest } = await impact('-o', 'json', ...args);
  return { ...rest, report: stdout === '' ? undefined : JSON.parse(stdout) };
};

describe('spillway contracts impact', () => {
  it('says that nothing is changed', async () => {
    expect(await impact()).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'Nothing is changed: 1 contract as they run.\n',
    });
  });

  it('finds that a field with a default goes out in any order', async () => {
    checkout.write(file, withField);
    const { exitCode, report: found, stderr } = await report();
    expect([exitCode, stderr]).toEqual([0, '1 contract changed, 0 unchanged: nothing breaks.\n']);
    expect(found.contracts).toMatchObject([
      {
        ...{ contract: type, order: 'any', steps: [], broken: [], breaks: false },
        ...{ registry: { versions: 1 }, rules: [] },
        sample: { records: 3, lost: 0, unreadable: 0 },
        groups: [
          { group: 'stock', does: 'handles', turn: 'any', rewritten: { records: 3, unread: 0 } },
          { group: 'letters', does: 'ignores', turn: 'any' },
        ],
      },
    ]);
  });

  it('finds that consumers go first where they do not know a symbol yet, those that ignore the event too', async () => {
    checkout.write(file, withSymbol);
    const { exitCode, stdout, stderr } = await impact();
    expectGolden(golden('impact.table'), stdout);
    expect([exitCode, stderr]).toEqual([0, '1 contract changed, 0 unchanged: nothing breaks.\n']);
    const { report: found } = await report();
    expect(found.contracts[0].steps).toEqual([
      { role: 'consumers', apps: ['warehouse'] },
      { role: 'producers', apps: ['billing', 'shop'] },
    ]);
  });

  it('finds that producers go first where the new contract does not read what is written', async () => {
    registry.subjects.get(subject)!.mode = 'FORWARD';
    checkout.write(file, sold(item, { name: 'count', type: 'int' }, channel(['web']), { name: 'by', type: 'string' }));
    const { exitCode, report: found } = await report();
    expect(found.contracts[0]).toMatchObject({
      ...{ order: 'producers-first', registry: { mode: 'FORWARD' }, rules: [], broken: [] },
      sample: { records: 3, lost: 3, reason: expect.stringContaining('SPW-3001 resolve') },
      groups: [{ turn: 'after' }, { turn: 'after' }],
    });
    expect(exitCode).toBe(3);
  });

  it('names exactly the groups that a change breaks in any order', async () => {
    write(manifest('reports', [group('ledger')], retyped));
    app.answers.set('/groups/ledger/waiting', { records: [], nextCursor: null });
    checkout.write(file, retyped);
    const { exitCode, stdout, stderr } = await impact(...everyApp());
    expectGolden(golden('impact.breaks'), stdout);
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      '1 contract changed, 0 unchanged: 1 contract would break something, in stock, letters.\n' +
        `Apps in git:HEAD have ${type} as proposed, and the registry has not: such apps do not run yet. Name what is deployed: --manifests git:<deployed>\n`,
    );
  });

  it('counts what waits and would not be read any more, and leaves aside what is not read today', async () => {
    registry.subjects.get(subject)!.mode = 'NONE';
    const old = await bytes(v1, { item: 'a', count: 1, channel: 'web' });
    const poison = Buffer.from('no event').toString('base64');
    await waits('stock', { kind: 'retry', valueBase64: old }, { kind: 'dead-letter', valueBase64: old, type: null });
    await waits('letters', { kind: 'dead-letter', valueBase64: poison });
    checkout.write(file, sold(item, { name: 'by', type: 'string' }));
    write(manifest('warehouse', [group('stock'), group('letters')], withField));
    const { exitCode, report: found } = await report();
    expect(exitCode).toBe(3);
    expect(found.contracts[0].groups).toMatchObject([
      { group: 'stock', retry: { records: 1, lost: 1 }, deadLetters: { records: 1, lost: 1 } },
      { group: 'letters', retry: { records: 0 }, deadLetters: { records: 1, lost: 0, unreadable: 1 } },
    ]);
  });

  it('says how many dead letters could not be sent back any more, and breaks no group by them', async () => {
    registry.subjects.get(subject)!.mode = 'BACKWARD';
    const strange = await bytes(sold(item), { item: 'a' });
    registry.register(subject, withField);
    await waits('stock', { kind: 'dead-letter', valueBase64: strange });
    write(manifest('warehouse', [group('stock')], sold(item)));
    checkout.write(file, v1);
    const { exitCode, stdout } = await impact();
    expect(stdout).toContain('   letters   1 of the 1 dead letters of stock can be sent back before the change only\n');
    expect(exitCode).toBe(0);
  });

  it('says when more waits than it has read', async () => {
    const valueBase64 = await bytes(v1, { item: 'a', count: 1, channel: 'web' });
    const record = { kind: 'retry', source: topic, type, schemaHeaderBase64: null, valueBase64 };
    app.answers.set('/groups/stock/waiting', { records: [record], nextCursor: 'x' });
    checkout.write(file, withField);
    const { exitCode, stdout, stderr } = await impact('--waiting', '1');
    expect(stdout).toContain('1 and more');
    expect(stderr).toMatch(/: nothing breaks of what was read\.\nUnknown: more waits than was read, for stock\. Read/);
    expect(exitCode).toBe(3);
    const retries = { records: [record, { ...record, kind: 'dead-letter' }], nextCursor: 'x' };
    app.answers.set('/groups/stock/waiting', retries);
    const allRetries = await impact('--waiting', '2');
    expect(allRetries.stdout).toMatch(/ letters +of stock only 1 dead letter read, [^]* 1 +1 and more /);
    expect(allRetries).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('Unknown') });
  });

  it('asks no app at the address of another', async () => {
    write(manifest('warehouse', [group('stock')]), manifest('reports', [group('ledger')]));
    checkout.write(file, withField);
    const { exitCode, stderr } = await impact();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/--app-url <app>=<url>/);
    app.answers.set('/groups/ledger/waiting', { records: [], nextCursor: null });
    expect((await impact(...everyApp())).exitCode).toBe(0);
  });

  it('breaks a group only by what waits, where everything else is fine', async () => {
    registry.subjects.get(subject)!.mode = 'BACKWARD';
    const strange = await bytes(sold(item), { item: 'a' });
    registry.register(subject, withField);
    await waits('stock', { kind: 'retry', valueBase64: strange });
    write(manifest('warehouse', [group('stock')], sold(item)));
    checkout.write(file, v1);
    const { report: found } = await report();
    expect(found.contracts[0]).toMatchObject({ order: 'any', broken: ['stock'], breaks: true });
  });

  it('follows an event that takes another name: consumers first, and what waits under the old one is read', async () => {
    const old = await bytes(v1, { item: 'a', count: 1, channel: 'web' });
    await waits('stock', { kind: 'dead-letter', valueBase64: old });
    checkout.remove(file);
    checkout.write('schemas/shop/orders/sale/Sale.avsc', { ...v1, name: 'Sale', aliases: ['Sold'] });
    const { exitCode, report: found } = await report();
    expect(found.contracts[0]).toMatchObject({
      ...{ contract: 'shop.orders.Sale', order: 'consumers-first', broken: [] },
      groups: [
        { group: 'stock', does: 'nothing', turn: 'before', deadLetters: { records: 1, lost: 0 } },
        { group: 'letters', turn: 'before', deadLetters: { records: 0 } },
      ],
    });
    expect(exitCode).toBe(0);
  });

  it('names the groups that handle an event whose contract is removed, and what waits for them', async () => {
    const valueBase64 = await bytes(v1, { item: 'a', count: 1, channel: 'web' });
    await waits('stock', { kind: 'retry', valueBase64 }, { kind: 'retry', valueBase64, type: 'shop.orders.Other' });
    checkout.remove(file);
    const { exitCode, stdout, stderr } = await impact();
    expectGolden(golden('impact.removed'), stdout);
    expect(stderr).toBe('1 contract changed, 0 unchanged: 1 contract would break something, in stock.\n');
    expect(exitCode).toBe(3);
    const { report: found } = await report(type);
    expect(found.contracts).toMatchObject([
      {
        ...{ contract: type, file: null, order: 'none', broken: ['stock'], breaks: true },
        rules: [{ rule: 'CONTRACT_REMOVED', path: type }],
        sample: { records: 3, lost: 3, reason: `No handler for ${type}` },
        groups: [
          { group: 'stock', turn: 'never', retry: { records: 1, lost: 1 }, deadLetters: { records: 0 } },
          { group: 'letters', turn: 'any', oldEvents: [], retry: { records: 0 } },
        ],
      },
    ]);
  });

  it('breaks no group that keeps what it has no handler for', async () => {
    write(manifest('warehouse', [{ ...group('keeps'), unreadable: 'kept' }]));
    app.answers.set('/groups/keeps/waiting', { records: [], nextCursor: null });
    checkout.remove(file);
    const { report: found } = await report();
    expect(found.contracts).toMatchObject([{ contract: type, broken: [], groups: [{ group: 'keeps', turn: 'any' }] }]);
  });

  it('says where it cannot see what was removed', async () => {
    checkout.remove(file);
    expect((await impact('--manifests', 'apps')).stderr).toContain(
      'No contracts stand in apps: none is seen to be removed.',
    );
  });

  it('says nothing of events that apps have from elsewhere', async () => {
    const one = manifest('warehouse', [group('stock', { handles: [type, 'other.team.Paid'] })]);
    const schema = { ...v1, name: 'Paid', namespace: 'other.team' } as never;
    const paid = { type: 'other.team.Paid', topic, subject: `${topic}-other.team.Paid`, schema };
    write({ ...one, events: [...one.events, paid] });
    const { exitCode, report: found } = await report();
    expect([exitCode, found.contracts]).toEqual([0, []]);
  });

  it('takes the removal of what nobody handles for none, once a reason is given', async () => {
    write(manifest('warehouse', [group('letters', { handles: [], ignores: [type] })]));
    checkout.remove(file);
    expect(await impact()).toMatchObject({ exitCode: 3 });
    const suppressions = [{ rule: 'CONTRACT_REMOVED', path: type, reason: 'it was never sent' }];
    checkout.write('suppressions.json', { suppressions });
    expect(await impact('--suppressions', 'suppressions.json')).toMatchObject({ exitCode: 0 });
  });

  it('takes a new event for one that groups of its topic have no handler for yet', async () => {
    checkout.write('schemas/shop/orders/lost/Lost.avsc', { ...sold(item), name: 'Lost' });
    const { exitCode, report: found } = await report();
    expect(exitCode).toBe(0);
    expect(found).toMatchObject({
      unchanged: [type],
      contracts: [
        {
          ...{ contract: 'shop.orders.Lost', order: 'consumers-first', sample: { records: 3 } },
          groups: [
            { group: 'stock', does: 'nothing', newEvents: [{ rule: 'NO_HANDLER' }], turn: 'before' },
            { group: 'letters', does: 'nothing' },
          ],
        },
      ],
    });
  });

  it('prints a line for each group', async () => {
    checkout.write(file, withSymbol);
    const { stdout } = await impact('-o', 'ndjson');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(rows).toMatchObject([
      { contract: type, order: 'consumers-first', group: 'stock', isBroken: false },
      { contract: type, group: 'letters' },
    ]);
  });

  it('asks nobody it is told not to', async () => {
    checkout.write(file, withSymbol);
    const without = await impact('--without', 'registry');
    expect(without.exitCode).toBe(0);
    expectGolden(golden('impact.without'), without.stdout);
    expect([...registry.asked, ...app.asked]).toEqual([]);
    checkout.write(file, sold(item, { name: 'count', type: 'int' }, channel(['web']), { name: 'by', type: 'string' }));
    const { exitCode, stdout } = await impact('--without', 'registry');
    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      'registry  not asked; its rules would refuse it, FIELD_ADDED_WITHOUT_DEFAULT shop.orders.Sold.by',
    );
    checkout.write(file, withSymbol);
    await impact('--without', 'sample', 'waiting');
    expect(app.asked).toEqual([]);
    expect(registry.asked).not.toEqual([]);
  });

  it('takes the apps from a branch or a folder, and those that run elsewhere from where they are named', async () => {
    checkout.git('tag', 'before');
    write(manifest('warehouse', [group('stock')], withSymbol));
    checkout.write(file, withSymbol);
    const turn = async (...args: readonly string[]) => (await report(...args)).report.contracts[0].groups[0].turn;
    expect(await turn()).toBe('any');
    expect((await impact()).stderr).toContain(`Apps in git:HEAD have ${type} as proposed, and the registry has not`);
    expect(await turn('--manifests', 'git:before')).toBe('before');
    expect((await impact('--manifests', 'git:before')).stderr).not.toContain('as proposed');
    checkout.write('apps/warehouse/spillway.manifest.json', manifest('warehouse', [group('stock')]));
    expect(await turn('--manifests', 'apps')).toBe('before');
    const elsewhere = await impact('--app-url', 'warehouse=http://127.0.0.1:1');
    expect([elsewhere.exitCode, elsewhere.stdout]).toEqual([1, '']);
    expect(elsewhere.stderr).toContain('SPW-5210  http://127.0.0.1:1 does not answer.');
  });

  it.each([
    [['--manifests', 'schemas'], 2, 'No spillway.manifest.json in schemas: say where'],
    [['--manifests', 'nowhere'], 1, 'SPW-3009'],
    [['--manifests', 'git:nowhere'], 2, 'SPW-3009'],
    [['--without', 'apps'], 2, 'Allowed choices are registry, sample, waiting'],
    [['--sample', '101'], 2, 'Say a number from 1 to 100.'],
    [['--app-url', 'warehouse'], 2, 'Say <app>=<url>'],
    [['shop.orders.Solt'], 2, 'There is no contract shop.orders.Solt in'],
  ])('refuses %j', async (args, exitCode, problem) => {
    const refused = await impact(...args);
    expect([refused.exitCode, refused.stdout]).toEqual([exitCode, '']);
    expect(refused.stderr).toContain(problem);
  });

  it('follows a contract to the shared type that it refers to', async () => {
    const way = (...symbols: readonly string[]) => ({
      ...{ type: 'enum', name: 'Way', namespace: topic, symbols },
      'spillway.subject': 'shop.Way',
    });
    const sent = (of: unknown) => sold(item, { name: 'way', type: of });
    const [wayFile, alone] = ['schemas/shop/orders/Way.avsc', sent(way('ship'))];
    registry.subjects.clear();
    registry.register('shop.Way', way('ship'));
    const reference = { name: `${topic}.Way`, subject: 'shop.Way', version: 1 };
    const id = registry.register(subject, sent(`${topic}.Way`), undefined, [reference]);
    checkout.write(wayFile, way('ship'));
    checkout.write(file, sent('Way'));
    write(manifest('warehouse', [group('stock')], alone), manifest('billing', [], alone), manifest('shop', [], alone));
    sampleOf(2, await bytes(alone, { item: 'a', way: 'ship' }, id));
    expect((await impact()).stderr).toBe('Nothing is changed: 1 contract as they run.\n');
    checkout.write(wayFile, way('ship', 'rail'));
    expect((await report()).report.contracts).toMatchObject([
      {
        ...{ contract: type, order: 'consumers-first', breaks: false },
        ...{ registry: { versions: 1 }, sample: { records: 2, lost: 0, unreadable: 0 } },
        groups: [{ group: 'stock', newEvents: [{ rule: 'ENUM_SYMBOL_ADDED' }], rewritten: { records: 2, unread: 2 } }],
      },
    ]);
  });

  it('refuses what is no manifest, and contracts that are none', async () => {
    checkout.write('apps/shop/spillway.manifest.json', { app: 'shop' });
    const noManifest = await impact('--manifests', 'apps');
    expect(noManifest.stderr).toMatch(/^SPW-3020 {2}apps\/shop\/spillway\.manifest\.json: \/groups /);
    checkout.write(file, '{');
    expect((await impact()).stderr).toMatch(/^SPW-3008 {2}schemas\/shop\/orders\/sold\/Sold\.avsc:1:\d+ /);
  });
});
