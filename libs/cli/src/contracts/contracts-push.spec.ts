import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { knownEvents } from '@spillway/events';
import { runCli } from '../program/run-cli.js';
import { ContractsCheckout } from '../spec-support/contracts-checkout.js';
import { expectGolden } from '../spec-support/golden.js';
import { orderCancelled, orderLine, orderPlaced, stockAdjusted } from '../spec-support/sample-contracts.js';
import { SmallRegistry } from '../spec-support/small-registry.js';

let checkout: ContractsCheckout;
let registry: SmallRegistry;
let url: string;

function write(...versions: readonly Readonly<Record<string, unknown>>[]): void {
  for (const files of versions) for (const [path, content] of Object.entries(files)) checkout.write(path, content);
}

beforeEach(async () => {
  checkout = new ContractsCheckout();
  write(
    orderLine('int', 4),
    orderPlaced(['web']),
    orderCancelled({ 'spillway.compatibility': 'FULL' }),
    stockAdjusted(),
  );
  registry = new SmallRegistry();
  url = await registry.start();
});
afterEach(async () => {
  checkout[Symbol.dispose]();
  await registry[Symbol.asyncDispose]();
});

const push = (...args: readonly string[]) => checkout.run(['push', ...args], { SPILLWAY_REGISTRY_URL: url });
const writes = (): readonly string[] =>
  registry.asked.filter((asked) => /^PUT|\/versions 200$/.test(asked) && !asked.startsWith('GET'));

describe('spillway contracts push', () => {
  it('registers every event, sets its mode before, and does nothing the second time', async () => {
    const first = await push();
    expect(first.exitCode).toBe(0);
    expectGolden(join(import.meta.dirname, 'golden/push.table.golden'), first.stdout);
    expect(first.stderr).toBe('3 of 3 subjects changed.\n');
    expect(writes().map((asked) => asked.replace(/retail\.orders-retail\.orders\./, ''))).toEqual([
      'PUT /config/OrderCancelled 200',
      'POST /subjects/OrderCancelled/versions 200',
      'PUT /config/OrderPlaced 200',
      'POST /subjects/OrderPlaced/versions 200',
      'PUT /config/StockAdjusted 200',
      'POST /subjects/StockAdjusted/versions 200',
    ]);
    registry.asked.length = 0;
    const second = await push('--output', 'json');
    expect(second).toMatchObject({ exitCode: 0, stderr: '0 of 3 subjects changed.\n' });
    expect(JSON.parse(second.stdout)).toMatchObject([
      { id: 1, setsMode: false, registers: false },
      { id: 2 },
      { id: 3 },
    ]);
    expect(writes()).toEqual([]);
  });

  it('registers schemas that stand alone: a shared record where it is named first', async () => {
    await push();
    const { versions } = registry.subjects.get('retail.orders-retail.orders.OrderPlaced')!;
    const { fields } = JSON.parse(versions[0]!.schema) as { readonly fields: readonly { readonly type: object }[] };
    expect(fields[2]!.type).toMatchObject({ type: 'array', items: { name: 'OrderLine', fields: expect.any(Array) } });
  });

  it('sets a mode that somebody changed back, and registers what is new', async () => {
    await push();
    registry.subjects.get('retail.orders-retail.orders.StockAdjusted')!.mode = 'NONE';
    write(orderPlaced(['web'], { name: 'note', type: 'string', default: '' }));
    const refused = await push();
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('add --yes');
    const { stdout } = await push('--yes');
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(2).join(' '))).toEqual([
      'ID CHANGE',
      '1 none',
      '4 registered',
      '3 mode set',
      '',
    ]);
  });

  it('leaves a subject to the stricter mode that somebody gave it, and checks in that', async () => {
    await push();
    registry.subjects.get('retail.orders-retail.orders.OrderPlaced')!.mode = 'FULL_TRANSITIVE';
    expect((await push()).stdout).not.toContain('mode set');
    expect(registry.subjects.get('retail.orders-retail.orders.OrderPlaced')!.mode).toBe('FULL_TRANSITIVE');
    write(orderPlaced(['web'], { name: 'note', type: 'string' }));
    expect((await push()).exitCode).toBe(3);
  });

  it('checks in the mode that it sets, whatever a subject is held to', async () => {
    await push();
    for (const subject of registry.subjects.values()) subject.mode = 'NONE';
    registry.asked.length = 0;
    write(orderLine('int', 2));
    const { exitCode, stderr } = await push();
    expect(exitCode).toBe(3);
    expect(stderr).toContain('DECIMAL_SCALE_CHANGED');
    expect(writes()).toEqual([]);
  });

  it('says what it would do', async () => {
    const { exitCode, stdout, stderr } = await push('--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/OrderPlaced\s+BACKWARD_TRANSITIVE\s+mode set, registered\n/);
    expect(stderr).toBe('3 of 3 subjects would be changed.\n');
    expect(registry.subjects.size).toBe(0);
  });

  it('does nothing when one contract breaks a version', async () => {
    await push();
    registry.asked.length = 0;
    write(orderLine('int', 2), stockAdjusted());
    const { exitCode, stdout, stderr } = await push();
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain('DECIMAL_SCALE_CHANGED');
    expect(stderr).toMatch(/\nNothing was pushed\.\n$/);
    expect(writes()).toEqual([]);
  });

  it('pushes what is new beside a break that is registered already, and says so', async () => {
    await push();
    write(stockAdjusted({ name: 'reason', type: 'string' }));
    checkout.write('suppressions.json', {
      suppressions: [
        {
          rule: 'FIELD_ADDED_WITHOUT_DEFAULT',
          path: 'retail.orders.StockAdjusted.reason',
          reason: 'nobody reads it yet',
        },
      ],
    });
    expect((await push('--suppressions', 'suppressions.json')).stderr).toBe('1 of 3 subjects changed.\n');
    expect((await push()).stderr).toMatch(/FIELD_ADDED[^]*Registered already as it is[^]*0 of 3 subjects changed/);
    write(orderPlaced(['web'], { name: 'note', type: 'string', default: '' }));
    const { exitCode, stderr } = await push();
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/Registered already as it is[^]*1 of 3 subjects changed/);
  });

  it('sets no weaker mode than the subject has, unless somebody gives a reason', async () => {
    await push();
    const path = 'retail.orders.OrderCancelled';
    write(orderCancelled({ 'spillway.compatibility': 'BACKWARD' }));
    registry.asked.length = 0;
    const { exitCode, stderr } = await push();
    expect([exitCode, writes()]).toEqual([3, []]);
    expect(stderr).toMatch(/COMPATIBILITY_WEAKENED[^]*FULL → BACKWARD[^]*Nothing was pushed\.\n$/);
    checkout.write('suppressions.json', {
      suppressions: [{ rule: 'COMPATIBILITY_WEAKENED', path, reason: 'readers take it first from now on' }],
    });
    expect((await push('--yes', '--suppressions', 'suppressions.json')).exitCode).toBe(0);
    expect(registry.subjects.get(`retail.orders-${path}`)?.mode).toBe('BACKWARD');
    // What somebody has set there counts as what a contract said.
    registry.subjects.get(`retail.orders-${path}`)!.mode = 'FULL';
    expect((await push()).stderr).toMatch(/COMPATIBILITY_WEAKENED[^]*FULL → BACKWARD/);
  });

  it('takes back a mode only with a reason where the contract no longer says it, not where the subject keeps it', async () => {
    const saying = (mode: string) => write(orderCancelled({ 'spillway.compatibility': mode }));
    await push();
    write(orderCancelled());
    expect(await push()).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/COMPATIBILITY_WEAKENED[^]*FULL → BACKWARD_TRANSITIVE/),
    });
    saying('FULL_TRANSITIVE');
    await push('--yes');
    write(orderCancelled());
    expect(await push()).toMatchObject({ exitCode: 0, stderr: '1 of 3 subjects changed.\n' });
    expect(registry.subjects.get('retail.orders-retail.orders.OrderCancelled')!.mode).toBe('FULL_TRANSITIVE');
  });

  it('checks a contract under another name in the mode that its new subject gets', async () => {
    await push();
    registry.subjects.get('retail.orders-retail.orders.StockAdjusted')!.mode = 'NONE';
    const [[path, contract]] = Object.entries(stockAdjusted({ name: 'reason', type: 'string' })) as [[string, object]];
    checkout.remove(path);
    const renamed = { ...contract, name: 'StockCounted', aliases: ['StockAdjusted'] };
    write({ 'schemas/retail/orders/stock-counted/StockCounted.avsc': renamed });
    const { exitCode, stderr } = await push();
    expect(exitCode).toBe(3);
    expect(stderr).toContain('FIELD_ADDED_WITHOUT_DEFAULT');
  });

  it('begins no further subject once it is interrupted', async () => {
    const interruption = new AbortController();
    registry.onAsked = (asked) => asked.startsWith('POST') && asked.includes('/versions') && interruption.abort();
    const at = { SPILLWAY_REGISTRY_URL: url };
    const { exitCode, stdout, stderr } = await checkout.run(['push'], at, '', { signal: interruption.signal });
    expect([exitCode, stdout, stderr]).toEqual([130, '', expect.stringMatching(/^Interrupted: /)]);
    expect(writes().map((asked) => asked.replace(/retail\.orders-retail\.orders\./, ''))).toEqual([
      'PUT /config/OrderCancelled 200',
      'POST /subjects/OrderCancelled/versions 200',
    ]);
  });

  it('ends with 130 where it was interrupted after the last subject', async () => {
    const interruption = new AbortController();
    registry.onAsked = (asked) => asked.includes('StockAdjusted/versions') && interruption.abort();
    const at = { SPILLWAY_REGISTRY_URL: url };
    expect(await checkout.run(['push'], at, '', { signal: interruption.signal })).toMatchObject({ exitCode: 130 });
  });

  it('does not take an older version that comes back for one that stands', async () => {
    await push();
    write(orderPlaced(['web', 'shop']));
    expect((await push()).exitCode).toBe(0);
    write(orderPlaced(['web']));
    const { exitCode, stderr } = await push();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/\nNothing was pushed\.\n$/);
  });

  it('does nothing when a file is no contract, or the registry is away', async () => {
    write({ 'schemas/retail/orders/OrderLine.avsc': '{' });
    expect((await push()).exitCode).toBe(3);
    write(orderLine('int', 4));
    registry.answer = { status: 503, type: 'text/plain', body: '' };
    expect((await push()).exitCode).toBe(1);
    expect(registry.subjects.size).toBe(0);
  });

  it('names subject and topic as the contract says', async () => {
    write({
      'schemas/retail/orders/stock-adjusted/StockAdjusted.avsc': {
        ...Object.values(stockAdjusted())[0]!,
        'spillway.topic': 'retail.stock',
      },
    });
    await push();
    expect([...registry.subjects.keys()]).toContain('retail.stock-retail.orders.StockAdjusted');
  });

  it('registers a shared type in its own subject, and what refers to it by that name', async () => {
    const [path] = Object.keys(orderLine('int', 4));
    const line = (scale: number) => ({
      [path!]: { ...Object.values(orderLine('int', scale))[0]!, 'spillway.subject': 'retail.OrderLine' },
    });
    write(line(4), orderCancelled({ 'spillway.subjectStrategy': 'RecordName' }));
    expect((await push()).stderr).toBe('4 of 4 subjects changed.\n');
    expect([...registry.subjects.keys()].toSorted()).toEqual([
      'retail.OrderLine',
      'retail.orders-retail.orders.OrderPlaced',
      'retail.orders-retail.orders.StockAdjusted',
      'retail.orders.OrderCancelled',
    ]);
    expect(registry.subjects.get('retail.orders.OrderCancelled')!.versions[0]).toMatchObject({
      schema: expect.stringContaining('"items":"retail.orders.OrderLine"'),
      references: [{ name: 'retail.orders.OrderLine', subject: 'retail.OrderLine', version: 1 }],
    });
    expect((await push()).stderr).toBe('0 of 4 subjects changed.\n');
    write(line(2));
    const { exitCode, stderr } = await push();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/against .*retail\.OrderLine v1/);
  });

  it('registers a shared type that is no record, and refuses one of another aggregate as generate does', async () => {
    const way = { type: 'enum', name: 'Way', namespace: 'retail.orders', symbols: ['web'] };
    write(stockAdjusted({ name: 'way', type: 'Way' }), {
      'schemas/retail/orders/Way.avsc': { ...way, 'spillway.subject': 'retail.Way' },
    });
    expect(await push()).toMatchObject({ exitCode: 0, stderr: '4 of 4 subjects changed.\n' });
    expect([...registry.subjects.keys()]).toContain('retail.Way');
    write(stockAdjusted({ name: 'from', type: 'retail.stock.Shelf' }), {
      'schemas/retail/stock/Shelf.avsc': { ...way, name: 'Shelf', namespace: 'retail.stock' },
    });
    for (const refused of [await push(), await checkout.run(['generate', '--out', 'out'])]) {
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stderr).toContain('names retail.stock.Shelf, which belongs to another aggregate');
    }
  });

  it('pushes this repository’s contracts to the subjects and with the text that the apps look up', async () => {
    const root = join(import.meta.dirname, '../../../..');
    const context = { workingDir: root, env: { SPILLWAY_REGISTRY_URL: url }, stdout: () => {}, stderr: () => {} };
    expect(await runCli(['contracts', 'push'], context)).toBe(0);
    const pushed = [...registry.subjects].map(([subject, { versions }]) => [subject, versions[0]!.schema]);
    const known = knownEvents.map(({ subject, schema }) => [subject, JSON.stringify(schema)]);
    expect(pushed.toSorted()).toEqual(known.toSorted());
  });
});
