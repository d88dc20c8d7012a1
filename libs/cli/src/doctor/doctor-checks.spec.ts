import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ContractsCheckout } from '../spec-support/contracts-checkout.js';
import { runDoctor } from '../spec-support/run-doctor.js';
import { orderLine, orderPlaced, stockAdjusted } from '../spec-support/sample-contracts.js';
import { SmallRegistry } from '../spec-support/small-registry.js';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A ClickHouse server whose clock goes so much ahead, and that takes this password. */
function clickHouse(aheadMs: number, password = ''): Promise<string> {
  return serve((request, response) => {
    const isKnown = request.headers['x-clickhouse-key'] === password;
    const answer = JSON.stringify({ version: '25.8.1', nowMs: String(Date.now() + aheadMs) });
    const refusal = 'Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)';
    response.writeHead(isKnown ? 200 : 403, { connection: 'close' }).end(`${isKnown ? answer : refusal}\n`);
  });
}

describe('what the doctor sees', () => {
  it('of ClickHouse: its version, and a clock that is a minute behind', async () => {
    const url = await clickHouse(-60_000);
    const { exitCode, rows } = await runDoctor(['clickhouse', 'clocks'], { env: { SPILLWAY_CLICKHOUSE_URL: url } });
    expect([exitCode, rows]).toEqual([
      0,
      [
        { check: 'clickhouse', state: 'ok', found: `${url} is ClickHouse 25.8.1` },
        {
          ...{ check: 'clocks', state: 'warning', found: 'the clock of clickhouse is 60 s behind the one here' },
          fix: 'Let both follow one time (chrony, systemd-timesyncd); timedatectl says whether this one does.',
        },
      ],
    ]);
  });

  it('of a ClickHouse that refuses the password: that, and no time', async () => {
    const url = await clickHouse(0, 's3cret');
    const env = { SPILLWAY_CLICKHOUSE_URL: url };
    const { exitCode, rows } = await runDoctor(['clickhouse', 'clocks'], { env });
    expect(exitCode).toBe(3);
    expect(rows).toMatchObject([
      {
        ...{ check: 'clickhouse', state: 'problem', fix: expect.stringMatching(/\S/) },
        found: expect.stringContaining(`SPW-7002 ${url} answers 403: Code: 516.`),
      },
      { check: 'clocks', state: 'skipped', found: 'nobody told the time' },
    ]);
    const known = await runDoctor(['clickhouse'], { env: { ...env, SPILLWAY_CLICKHOUSE_PASSWORD: 's3cret' } });
    expect(known.rows).toMatchObject([{ state: 'ok' }]);
  });

  it('of clocks: those of apps by the date of their answers, as exact as that is', async () => {
    const dated = (aheadMs: number) =>
      serve((_, response) => {
        const date = new Date(Date.now() + aheadMs).toUTCString();
        response.writeHead(404, { connection: 'close', date }).end();
      });
    const env = { SPILLWAY_URL: await dated(0), SPILLWAY_AUDIT_URL: await dated(3_600_000) };
    expect((await runDoctor(['clocks'], { env })).rows).toMatchObject([
      { state: 'warning', found: 'the clock of audit is 3600 s ahead of the one here' },
    ]);
    expect((await runDoctor(['clocks'], { env: { SPILLWAY_URL: env.SPILLWAY_URL } })).rows).toMatchObject([
      { state: 'ok', found: 'within 2 s of this one: consumer' },
    ]);
  });

  it('of contracts: those that the registry does not have, and those in another mode', async () => {
    using checkout = new ContractsCheckout();
    const files = { ...orderLine('int', 4), ...orderPlaced(['web']), ...stockAdjusted() };
    for (const [path, content] of Object.entries(files)) checkout.write(path, content);
    await using registry = new SmallRegistry();
    const env = { SPILLWAY_REGISTRY_URL: await registry.start() };
    const look = () => runDoctor(['contracts'], { env, workingDir: checkout.folder });
    expect(await checkout.run(['push'], env)).toMatchObject({ exitCode: 0 });
    expect((await look()).rows).toEqual([
      { check: 'contracts', state: 'ok', found: '2 contracts are in the registry as they are here' },
    ]);
    const subject = 'retail.orders-retail.orders.';
    registry.subjects.get(`${subject}StockAdjusted`)!.mode = 'NONE';
    registry.subjects.delete(`${subject}OrderPlaced`);
    const fix = 'See what would change: npx spillway contracts push --dry-run. Then without --dry-run.';
    const found = `the registry does not have the contract of ${subject}OrderPlaced as it is here`;
    const otherMode = `another compatibility mode in the registry: ${subject}StockAdjusted`;
    expect(await look()).toEqual({
      exitCode: 3,
      rows: [
        { check: 'contracts', state: 'problem', found, fix },
        { check: 'contracts', state: 'problem', found: otherMode, fix },
      ],
    });
  });

  it('of contracts: files that are none, and the others nevertheless', async () => {
    using checkout = new ContractsCheckout();
    for (const [path, content] of Object.entries(stockAdjusted())) checkout.write(path, content);
    await using registry = new SmallRegistry();
    const env = { SPILLWAY_REGISTRY_URL: await registry.start() };
    await checkout.run(['push'], env);
    checkout.write('schemas/retail/orders/order-sent/OrderSent.avsc', '{');
    const { exitCode, rows } = await runDoctor(['contracts'], { env, workingDir: checkout.folder });
    expect(exitCode).toBe(3);
    expect(rows).toMatchObject([
      { state: 'problem', found: expect.stringMatching(/^schemas\/retail\/orders\/order-sent\/OrderSent\.avsc:1:/) },
      { state: 'ok', found: '1 contract is in the registry as it is here' },
    ]);
  });
});
