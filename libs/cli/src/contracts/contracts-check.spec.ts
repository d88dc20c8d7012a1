import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractsCheckout } from '../spec-support/contracts-checkout.js';
import { expectGolden } from '../spec-support/golden.js';
import { orderCancelled, orderLine, orderPlaced, stockAdjusted } from '../spec-support/sample-contracts.js';

let checkout: ContractsCheckout;
const golden = (form: string): string => join(import.meta.dirname, 'golden', `check.${form}.golden`);

function write(...versions: readonly Readonly<Record<string, unknown>>[]): void {
  for (const files of versions) for (const [path, content] of Object.entries(files)) checkout.write(path, content);
}

const currency = { name: 'currency', type: 'string' };
const shop = ['web', 'phone', 'shop'];

beforeEach(() => {
  checkout = new ContractsCheckout();
  write(orderLine('long', 4), orderPlaced(shop), orderCancelled(), stockAdjusted());
  checkout.commit();
});
afterEach(() => checkout[Symbol.dispose]());

describe('spillway contracts check', () => {
  it('has nothing to say of what is as it was', async () => {
    expect(await checkout.run(['check'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '3 contracts compared with git:HEAD: no problem.\n',
    });
  });

  it.each(['text', 'json', 'junit', 'github'])('prints what breaks as %s', async (form) => {
    write(
      orderLine('int', 2),
      orderPlaced(['web', 'shop', 'app'], currency),
      orderCancelled({ aliases: ['OrderVoided'] }),
    );
    write({
      'schemas/retail/orders/order-shipped/OrderShipped.avsc': {
        type: 'record',
        name: 'OrderShipped',
        namespace: 'retail.orders',
        fields: [],
      },
      'schemas/suppressions.json': {
        suppressions: [
          {
            rule: 'TYPE_NARROWED',
            path: 'retail.orders.OrderLine.quantity',
            reason: 'no order has that many & none will',
          },
          { rule: 'NAME_CHANGED', path: 'retail.orders.OrderLine', reason: 'left over' },
        ],
      },
    });
    checkout.remove('schemas/retail/orders/stock-adjusted');
    const { exitCode, stdout, stderr } = await checkout.run(['check', '--against', 'git:main', '--output', form]);
    expect(exitCode).toBe(3);
    expectGolden(golden(form), stdout);
    expect(stderr).toBe(
      '2 contracts compared with git:main, 1 new: 4 problems in 3 files, 1 suppressed.\n' +
        'A suppression is no longer needed: NAME_CHANGED retail.orders.OrderLine\n',
    );
  });

  it('points at files that are no contracts, in every form', async () => {
    write({ 'schemas/retail/orders/OrderLine.avsc': '{\n  "type": "record",,\n}' });
    const { exitCode, stdout } = await checkout.run(['check', '--output', 'github']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(
      /^::error file=schemas\/retail\/orders\/OrderLine\.avsc,line=2,col=20,title=SCHEMA_INVALID::/,
    );
  });

  it('compares with any commit, and with another folder, from any folder of the checkout', async () => {
    write(orderLine('int', 4));
    checkout.commit();
    expect((await checkout.run(['check'])).exitCode).toBe(0);
    expect((await checkout.run(['check', '--against', 'git:HEAD~1'])).exitCode).toBe(3);
    const below = await checkout.run(['check', '--against', 'git:main~1'], {}, 'schemas/retail');
    expect(below.stdout).toMatch(
      /^orders\/OrderLine\.avsc:\d+:\d+ {2}TYPE_NARROWED {2}retail\.orders\.OrderLine\.quantity\n/,
    );
    using other = new ContractsCheckout();
    for (const [path, content] of Object.entries(orderPlaced(['web']))) other.write(path, content);
    write(orderPlaced(['shop']));
    const folder = join(other.folder, 'schemas');
    other.write('schemas/retail/orders/OrderLine.avsc', orderLine('long', 4)['schemas/retail/orders/OrderLine.avsc']);
    const { stdout } = await checkout.run(['check', '--against', folder, '--mode', 'FULL']);
    expect(stdout.match(/^\S+ {2}\w+/gm)?.map((line) => line.split('  ')[1])).toEqual([
      'TYPE_NARROWED',
      'ENUM_SYMBOL_REMOVED',
      'ENUM_SYMBOL_ADDED',
    ]);
  });

  it('asks in the mode that is given', async () => {
    write(orderPlaced([...shop, 'app']));
    const exitCodes = [
      'NONE',
      'BACKWARD',
      'BACKWARD_TRANSITIVE',
      'FORWARD',
      'FORWARD_TRANSITIVE',
      'FULL',
      'FULL_TRANSITIVE',
    ].map(async (mode) => (await checkout.run(['check', '--mode', mode])).exitCode);
    expect(await Promise.all(exitCodes)).toEqual([0, 0, 0, 3, 3, 3, 3]);
  });

  it('stops a break whose contract excuses itself in the same commit', async () => {
    write(orderPlaced(['web'], currency));
    expect((await checkout.run(['check'])).exitCode).toBe(3);
    const [[path, contract]] = Object.entries(orderPlaced(['web'], currency)) as [[string, object]];
    checkout.write(path, { ...contract, 'spillway.compatibility': 'NONE' });
    const { exitCode, stdout } = await checkout.run(['check']);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('COMPATIBILITY_WEAKENED  retail.orders.OrderPlaced\n');
    expect(stdout).toContain('asked: against git:HEAD\n');
    checkout.commit();
    expect((await checkout.run(['check'])).exitCode).toBe(0);
  });

  it('asks once more for what a contract no longer asks', async () => {
    write(orderCancelled({ 'spillway.compatibility': 'FULL' }));
    checkout.commit();
    const [[path, contract]] = Object.entries(orderCancelled()) as [[string, object]];
    checkout.write(path, { ...contract, fields: [] });
    const { stdout } = await checkout.run(['check']);
    expect(stdout).toMatch(/COMPATIBILITY_WEAKENED[^]*FIELD_REMOVED_WITHOUT_DEFAULT[^]*asked: FULL against git:HEAD/);
  });

  it('finds that an event takes another topic', async () => {
    const [[path, contract]] = Object.entries(stockAdjusted()) as [[string, object]];
    checkout.write(path, { ...contract, 'spillway.topic': 'retail.stock' });
    const { exitCode, stdout } = await checkout.run(['check', '--mode', 'NONE']);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('An event moved to another topic: retail.orders → retail.stock.');
  });

  it.each([
    ['git:nowhere', 2, /^SPW-3009 {2}git:nowhere cannot be read: fatal: Needed a single revision\n/],
    ['git:--output=x', 2, /^SPW-3009 {2}git:--output=x cannot be read: fatal: Needed a single revision\n/],
    ['no/such/folder', 1, /^SPW-3009 {2}\S+no\/such\/folder cannot be read\.\n/],
    ['registry', 1, /^SPW-2004 {2}.*\n {2}SPILLWAY_REGISTRY_URL/],
  ])('fails when what it compares with is not there: %s', async (against, code, told) => {
    const { exitCode, stdout, stderr } = await checkout.run(['check', '--against', against]);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(told);
  });

  it('takes a folder that is no repository for a failure, whatever the branch is called', async () => {
    checkout.remove('.git');
    const { exitCode, stderr } = await checkout.run(['check', '--against', 'git:main']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^SPW-3009 {2}git:main cannot be read: fatal: not a git repository/);
  });

  it('fails when a contract over there is none', async () => {
    write({ 'schemas/retail/orders/OrderLine.avsc': '{' });
    checkout.commit();
    write(orderLine('long', 4));
    const { exitCode, stderr } = await checkout.run(['check']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^SPW-3008 {2}git:HEAD: schemas\/retail\/orders\/OrderLine.avsc:1:2 is no JSON\.\n/);
  });

  const suppression = { rule: 'TYPE_NARROWED', path: 'retail.orders.OrderLine.quantity' };
  it.each([
    [
      'a suppression without a reason',
      { suppressions: [suppression] },
      '/suppressions/0/reason a suppression says why it is one',
    ],
    [
      'an empty reason',
      { suppressions: [{ ...suppression, reason: ' ' }] },
      '/suppressions/0/reason a suppression says why it is one',
    ],
    [
      'a rule that is none',
      { suppressions: [{ ...suppression, rule: 'TYPES', reason: 'x' }] },
      '/suppressions/0/rule is no rule',
    ],
    ['a word that nobody knows', { suppressions: [], ignore: [] }, 'Unrecognized key: "ignore"'],
    ['no JSON', '[', 'JSON'],
  ])('refuses %s as usage', async (_what, file, told) => {
    write({ 'schemas/suppressions.json': file });
    const { exitCode, stdout, stderr } = await checkout.run(['check']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('suppressions.json: ');
    expect(stderr).toContain(told);
  });

  it.each([
    [['--mode', 'SIDEWAYS']],
    [['--output', 'xml']],
    [['--against', 'git:']],
    [['--suppressions', 'nowhere.json']],
    [['extra']],
  ])('refuses %j as usage', async (args) => {
    expect((await checkout.run(['check', ...args])).exitCode).toBe(2);
  });

  it('says that there are no contracts here', async () => {
    checkout.remove('schemas');
    const { exitCode, stderr } = await checkout.run(['check']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('No folder schemas/ here: name it by --schemas.');
  });
});
