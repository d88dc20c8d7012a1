import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processOf, startLauncher, until, type StartedLauncher } from '../support/launcher.js';
import { sampleMonth } from '../support/input-files.js';
import { countRetail, type RetailCount } from '../support/retail-oracle.js';
import { readSystem } from '../support/read-system.js';
import { describeWithStack } from '../support/stack.js';

const ordersPerSecond = 70;

/** One import, slow enough to have a middle, in which each app is killed once without a chance to say goodbye. */
describeWithStack('an import during which every app is killed', () => {
  let dataDir: string;
  let launcher: StartedLauncher;
  let expected: RetailCount;

  const system = () => readSystem(launcher.portBase);
  const pidOf = (name: string): number => processOf(dataDir, name);

  beforeAll(async () => {
    expected = countRetail([sampleMonth]);
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-kill-'));
    launcher = await startLauncher(['--input', sampleMonth, '--rate', String(ordersPerSecond), '--data-dir', dataDir]);
  });

  afterAll(async () => {
    launcher.signalGroup('SIGINT');
    await launcher.exit;
    rmSync(dataDir, { recursive: true });
  });

  it.each([
    ['producer', 0.2],
    ['consumer', 0.45],
    ['audit', 0.7],
  ] as const)(
    'kills the %s when %d of the orders are produced, and it is started again',
    async (name, share) => {
      const isProduced = async () => (await system().produced()) >= share * expected.orders;
      await launcher.whileRunning(until(`${share} of the orders are produced`, isProduced));
      expect(await system().importState()).toBe('running');
      const before = pidOf(name);
      process.kill(before, 'SIGKILL');
      await until(`the ${name} has a new process`, () => pidOf(name) !== before);
    },
    120_000,
  );

  it('has every order exactly once everywhere', async () => {
    for (const name of ['producer', 'consumer', 'audit'] as const) {
      await until(`the ${name} is ready`, () => system().isReady(name));
    }
    await until('the import is done', async () => (await system().importState()) === 'done', 120_000);
    await until('everything is drained', () => system().isDrained(), 60_000);
    const { events, gaps, duplicates } = await system().auditSummary();
    const paid = expected.payments.captured + expected.payments.declined;
    expect({ events, gaps, duplicates }).toEqual({
      events: { 'retail.orders': expected.orders, 'retail.payments': paid, 'retail.fulfilment': paid },
      gaps: 0,
      duplicates: 0,
    });
    const { orders } = expected;
    expect(await system().completed('retail.orders')).toEqual({ inventory: orders, revenue: orders, payments: orders });
    expect(await system().payments()).toEqual(expected.payments);
    expect(await system().revenue(...expected.days)).toEqual(expected.revenue);
    expect(await system().positions([...expected.positions.keys()])).toEqual(expected.positions);
  }, 240_000);
});
