import { join } from 'node:path';
import { writeFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectGolden } from '../spec-support/golden.js';
import { runAgainstApp } from '../spec-support/run-against-app.js';
import { SmallApp } from '../spec-support/small-app.js';
import { orderCancelled, orderLine, orderPlaced, stockAdjusted } from '../spec-support/sample-contracts.js';

let workingDir: string;

beforeAll(() => {
  workingDir = mkdtempSync(join(tmpdir(), 'spillway-produce-'));
  const write = (path: string, content: unknown): void => {
    const file = join(workingDir, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, JSON.stringify(content));
  };
  const contracts = [orderLine('int', 4), orderPlaced(['web']), orderCancelled(), stockAdjusted()];
  for (const files of contracts) for (const [path, content] of Object.entries(files)) write(path, content);
  const examples = 'schemas/retail/orders/order-placed/examples';
  write(`${examples}/at-the-limits.json`, { json: { invoiceNo: '999' } });
  write(`${examples}/of-a-customer.json`, { json: { invoiceNo: '536365' } });
  write('order.json', { invoiceNo: '7' });
  write('schemas/retail/orders/order-cancelled/examples/bare.json', { lines: [] });
  write('schemas/retail/orders/order-cancelled/examples/list.json', [{ lines: [] }]);
  writeFileSync(join(workingDir, 'schemas/retail/orders/order-cancelled/examples/cut.json'), '{');
});
afterAll(() => rmSync(workingDir, { recursive: true }));

const accepted = { id: 'e-1', topic: 'retail.orders', partition: 3, offset: '171', deduplicated: false };
const groups = {
  groups: {
    payments: { 'retail.orders': {} },
    revenue: { 'retail.orders': {} },
    fulfilment: { 'retail.payments': {} },
  },
};
const notKnown = { errorCode: 'SPW-7007', detail: 'No record of this event id is stored' };

const delivery = {
  outcome: 'completed',
  range: false,
  handler: 'CapturePayment',
  attempt: 1,
  toTier: null,
  causeClass: null,
  causeCode: null,
  dependency: null,
  durationMs: 9.1,
  endedTo: '2026-11-26T09:12:04.131Z',
};
const retried = { ...delivery, outcome: 'retried', causeClass: 'TypeError', toTier: '10s' };
const dead = {
  ...delivery,
  outcome: 'dead_lettered',
  attempt: 4,
  causeClass: 'TypeError',
  endedTo: '2026-11-26T09:13:22.400Z',
};
const leg = (group: string, outcome: string, endToEndMs: number | null, ...deliveries: readonly object[]) => ({
  ...{ group, outcome, endToEndMs, deliveries },
});
const journey = (...legs: readonly object[]) => ({
  events: [
    {
      eventId: 'p-1',
      topic: 'retail.payments',
      partition: 0,
      offset: '1',
      timestamp: '2026-11-26T09:12:05.000Z',
      legs: [],
    },
    {
      eventId: 'e-1',
      topic: 'retail.orders',
      partition: 3,
      offset: '171',
      timestamp: '2026-11-26T09:12:04.118Z',
      legs,
    },
  ],
});
const revenue = leg('revenue', 'completed', 30, { ...delivery, range: true, handler: 'UpdateRevenue', durationMs: 1 });

const run = (args: readonly string[], ...answers: readonly unknown[]) =>
  runAgainstApp(['produce', ...args], answers, 200, { workingDir });
const golden = (name: string): string => join(import.meta.dirname, 'golden', name);
const withoutTook = (text: string): string => text.replace(/in [\d.]+ s\b|after [\d.]+ s\b/, 'in … s');

describe('spillway produce', () => {
  it('publishes an example, named or not, as a CloudEvent', async () => {
    const { exitCode, asked, stdout, stderr } = await run(['OrderPlaced', '--example'], accepted);
    expect([exitCode, stderr, asked.length]).toEqual([0, '', 1]);
    expect(stdout).toBe('sent      retail.orders/3/171\nevent id  e-1\n');
    const { id, ...event } = JSON.parse(asked[0]!.body) as { id: string };
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect([asked[0]!.path, event]).toEqual([
      '/events',
      { specversion: '1.0', source: '/spillway/cli', type: 'retail.orders.OrderPlaced', data: { invoiceNo: '536365' } },
    ]);
    const named = await run(
      ['OrderPlaced', '--example', 'at-the-limits', '--id', 'x', '--correlation-id', 'c'],
      accepted,
    );
    expect(JSON.parse(named.asked[0]!.body)).toMatchObject({ id: 'x', correlationid: 'c', data: { invoiceNo: '999' } });
  });

  it('publishes what the types of a contract make up that has no example', async () => {
    const { exitCode, asked } = await run(['StockAdjusted', '--example'], accepted);
    expect(exitCode).toBe(0);
    expect(JSON.parse(asked[0]!.body)).toMatchObject({ type: 'retail.orders.StockAdjusted', data: { by: 'by' } });
  });

  it('publishes an example that is the data, as contracts generate --examples writes it', async () => {
    const { exitCode, asked } = await run(['OrderCancelled', '--example', 'bare'], accepted);
    expect(exitCode).toBe(0);
    expect(JSON.parse(asked[0]!.body)).toMatchObject({ type: 'retail.orders.OrderCancelled', data: { lines: [] } });
  });

  it('publishes a file, or what stands on the command line', async () => {
    const file = await run(['retail.orders.OrderPlaced', '--file', 'order.json'], accepted);
    expect(JSON.parse(file.asked[0]!.body)).toMatchObject({ data: { invoiceNo: '7' } });
    const data = await run(['StockAdjusted', '--data', '{"by":"3"}', '-o', 'json'], {
      ...accepted,
      deduplicated: true,
    });
    expect(JSON.parse(data.asked[0]!.body)).toMatchObject({ type: 'retail.orders.StockAdjusted', data: { by: '3' } });
    expect(JSON.parse(data.stdout)).toEqual({ ...accepted, deduplicated: true, steps: [] });
  });

  it('follows it until every group has handled it', async () => {
    const { exitCode, asked, stdout, stderr } = await run(
      ['OrderPlaced', '--example', '--wait'],
      accepted,
      groups,
      journey(leg('payments', 'retried', null, retried)),
      journey(leg('payments', 'retried', null, retried), revenue),
      journey(
        leg('payments', 'completed', 900, retried, { ...delivery, attempt: 2, endedTo: '2026-11-26T09:12:14.300Z' }),
        revenue,
      ),
    );
    expect(exitCode).toBe(0);
    expect(asked.map(({ path }) => path)).toEqual([
      '/events',
      '/groups',
      ...Array<string>(3).fill('/audit/journeys/e-1'),
    ]);
    expectGolden(golden('wait.golden'), stdout + withoutTook(stderr));
  });

  it('follows it through the groups of every app that is named', async () => {
    await using other = new SmallApp();
    other.answers.set('/groups', { groups: { letters: { 'retail.orders': {} }, payments: { 'retail.orders': {} } } });
    await using first = new SmallApp();
    first.answers.set('/groups', { groups: { payments: { 'retail.orders': {} } } });
    const urls = [await first.start(), await other.start()].flatMap((url) => ['--url', url]);
    const through = journey(leg('payments', 'completed', 900, delivery));
    const args = ['OrderPlaced', '--example', '--wait', '--timeout', '1', ...urls];
    const { exitCode, stderr } = await run(args, accepted, through);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Not through after [\d.]+ s: letters\. /);
  });

  it('fails when a group gives it up', async () => {
    const args = ['OrderPlaced', '--example', '--wait', '--group', 'payments'];
    const { exitCode, asked, stdout, stderr } = await run(
      args,
      accepted,
      journey(leg('payments', 'dead_lettered', 900, retried, dead)),
    );
    expect([exitCode, asked.length]).toEqual([1, 2]);
    expectGolden(golden('given-up.golden'), stdout + withoutTook(stderr));
  });

  it('fails when it is not through in time, and gives scripts a line per step', async () => {
    const args = ['OrderPlaced', '--example', '--wait', '--group', 'payments', '--timeout', '1', '-o', 'ndjson'];
    const { exitCode, stdout, stderr } = await run(args, accepted, journey(leg('payments', 'retried', null, retried)));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Not through after [\d.]+ s: payments\. Look: npx spillway audit query journey e-1\n$/);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { step: string }).step),
    ).toEqual(['sent', 'published', 'retried']);
  });

  it('waits for what is not stored yet', async () => {
    const args = ['produce', 'OrderPlaced', '--example', '--wait', '--group', 'payments', '--timeout', '5'];
    const stored = journey(leg('payments', 'completed', 900, delivery));
    const answers = [accepted, notKnown, notKnown, stored];
    const { exitCode, asked } = await runAgainstApp(args, answers, [200, 404, 404, 200], { workingDir });
    const paths = ['/events', ...Array<string>(3).fill('/audit/journeys/e-1')];
    expect([exitCode, asked.map(({ path }) => path)]).toEqual([0, paths]);
  });

  it('fails as the app does that takes no events', async () => {
    const args = ['produce', 'OrderPlaced', '--example', '--wait', '--group', 'payments'];
    const refused = await runAgainstApp(args, [notKnown], 404, { workingDir });
    expect([refused.exitCode, refused.stderr.slice(0, 8)]).toEqual([1, 'SPW-7007']);
  });

  it('refuses to guess while a contract beside it cannot be read', async () => {
    const broken = join(workingDir, 'schemas/retail/orders/order-sent/OrderSent.avsc');
    mkdirSync(join(broken, '..'));
    writeFileSync(broken, '{');
    try {
      const { exitCode, asked, stderr } = await run(['OrderPlaced', '--example'], accepted);
      expect([exitCode, asked]).toEqual([1, []]);
      expect(stderr).toMatch(/^SPW-3008 {2}schemas\/retail\/orders\/order-sent\/OrderSent\.avsc:1:/);
    } finally {
      rmSync(join(broken, '..'), { recursive: true });
    }
  });

  it.each([
    [['OrderPlaced'], 2, 'Say where the data is: --example, --file or --data.'],
    [['OrderPlaced', '--example', '--data', '{}'], 2, 'Say where the data is'],
    [['Order', '--example'], 2, 'SPW-3030  No contract here is of an event Order: '],
    [
      ['OrderPlaced', '--example', 'none'],
      2,
      'SPW-3030  retail.orders.OrderPlaced has no example none: at-the-limits, of-a-customer',
    ],
    [['StockAdjusted', '--example', 'x'], 2, 'SPW-3030  retail.orders.StockAdjusted has no example x: none'],
    [
      ['OrderCancelled', '--example', 'cut'],
      1,
      'SPW-1030  examples/cut.json of retail.orders.OrderCancelled is no JSON: ',
    ],
    [['OrderCancelled', '--example', 'list'], 1, 'is no object: the data, or one with the data in a member "json".'],
    [['OrderPlaced', '--file', 'nowhere.json'], 1, 'SPW-1030  nowhere.json cannot be read.'],
    [['OrderPlaced', '--data', '{'], 1, 'SPW-1030  --data is no JSON: '],
  ])('refuses %j', async (args, code, message) => {
    const { exitCode, asked, stderr } = await run(args, accepted);
    expect([exitCode, asked]).toEqual([code, []]);
    expect(stderr).toContain(message);
  });
});
