import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleDay } from '../support/input-files.js';
import { startLauncher, until, type StartedLauncher } from '../support/launcher.js';
import { readSystem } from '../support/read-system.js';
import { countRetail } from '../support/retail-oracle.js';
import { describeWithStack } from '../support/stack.js';

const troubles = [
  ['fails on 10% of its requests', ['--fail', 'payments=10%'], 'retried'],
  ['is away for 5 s', ['--rate', '60', '--outage', 'payments=5s'], 'suspendedMs'],
] as const;

async function drained(system: ReturnType<typeof readSystem>): Promise<void> {
  await until('the import is done', async () => (await system.importState()) === 'done', 120_000);
  // The longest tier is a minute.
  await until('everything is drained', () => system.isDrained(), 180_000);
}

/** Runs of their own stack: the shared one says that this machine can. */
describeWithStack('the sample day', () => {
  const expected = countRetail([sampleDay]);
  const sales = expected.types['retail.orders.OrderPlaced']!;

  const launchers: StartedLauncher[] = [];
  let dataDir: string;

  // Most of the time retries wait: the runs do so together.
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-payments-'));
    for (const [what, faults] of troubles) {
      const launcher = await startLauncher([...faults, '--data-dir', join(dataDir, what)]);
      launchers.push(launcher);
      // Two at once would start at half the speed, and be given up on a slow machine.
      await launcher.whileRunning(until('it imports', () => launcher.stdout().includes('Importing'), 120_000));
    }
    await Promise.all(launchers.map((launcher) => launcher.whileRunning(drained(readSystem(launcher.portBase)))));
  }, 420_000);

  afterAll(async () => {
    for (const launcher of launchers) launcher.signalGroup('SIGINT');
    await Promise.all(launchers.map(({ exit }) => exit));
    rmSync(dataDir, { recursive: true });
  }, 60_000);

  describe.each(troubles)('with a gateway that %s', (what, _, trouble) => {
    const system = () => readSystem(launchers[troubles.findIndex(([each]) => each === what)]!.portBase);

    it('shows the trouble and has every sale captured, declined or given up', async () => {
      const orders = (await system().group('payments'))!['retail.orders']!;
      expect(orders[trouble]).toBeGreaterThan(0);
      expect(orders.completed + orders.deadLettered).toBe(expected.orders);
      const { captured, declined } = await system().payments();
      expect(captured + declined).toBe(sales);
      const { events } = await system().auditSummary();
      expect(events['retail.payments']! + orders.deadLettered).toBe(sales);
      expect(events['retail.fulfilment']).toBe(events['retail.payments']);
    });

    it('gives nobody up: which requests fail is the same in every run', async () => {
      expect((await system().group('payments'))!['retail.orders']).toMatchObject({ deadLettered: 0, lag: 0 });
      expect(await system().payments()).toEqual(expected.payments);
    });

    it('counts stock and revenue as without trouble', async () => {
      expect(await system().positions([...expected.positions.keys()])).toEqual(expected.positions);
      expect(await system().revenue(...expected.days)).toEqual(expected.revenue);
    }, 120_000);
  });
});
