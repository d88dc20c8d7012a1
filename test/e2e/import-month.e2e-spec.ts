import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Summary } from '../../tools/launcher/end/summary.js';
import { dirtyFiles, retailFiles, sampleDay, sampleMonth } from '../support/input-files.js';
import { isLongProof } from '../support/is-long-proof.js';
import { isAlive, runningProcesses, startLauncher, until, type StartedLauncher } from '../support/launcher.js';
import { readSystem } from '../support/read-system.js';
import { countRetail } from '../support/retail-oracle.js';
import { describeWithStack } from '../support/stack.js';

const inputs: readonly (readonly [what: string, files: readonly string[]])[] = [
  ['one day', [sampleDay]],
  ['one full month', [sampleMonth]],
  ...(isLongProof && retailFiles !== undefined ? ([['all that is given', retailFiles]] as const) : []),
];

/** Runs of their own stack: the shared one says that this machine can. */
describeWithStack('the main job on the real stack', () => {
  let dirty: StartedLauncher;
  beforeAll(async () => {
    // A stack takes its time to start: beside that of the first input.
    dirty = await startLauncher(['--input', dirtyFiles, '--once', '--output', 'json']);
  });

  describe.each(inputs)('on %s of the real input', (_, files) => {
    const expected = countRetail(files);
    const paid = expected.payments.captured + expected.payments.declined;
    let dataDir: string;
    let launcher: StartedLauncher;
    const system = () => readSystem(launcher.portBase);

    beforeAll(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'spillway-month-'));
      const input = files.length === 1 ? files[0]! : `{${files.join(',')}}`;
      launcher = await startLauncher(['--input', input, '--data-dir', dataDir]);
      const isDone = async () => (await system().importState()) === 'done';
      await launcher.whileRunning(until('the import is done', isDone, 120_000 * files.length));
      await until('everything is drained', () => system().isDrained(), 60_000 * files.length);
    }, 200_000 * files.length);

    afterAll(async () => {
      if (isAlive(launcher.pid)) {
        launcher.signalGroup('SIGINT');
        await launcher.exit;
      }
      rmSync(dataDir, { recursive: true });
    }, 60_000);

    it('produces every order once, by its type, and rejects none', async () => {
      expect(await system().importStatus()).toMatchObject({
        input: { lines: expected.lines, orders: expected.orders, rejectedLines: 0, rejectedOrders: 0 },
        produced: { ...expected.types, deduplicated: 0 },
      });
    });

    it('completes every order in every group that reads orders', async () => {
      const { orders } = expected;
      expect(await system().completed('retail.orders')).toEqual({
        inventory: orders,
        revenue: orders,
        payments: orders,
      });
    });

    it('has every sale paid or declined, each once, and confirms or rejects it', async () => {
      expect(await system().payments()).toEqual(expected.payments);
      expect(await system().completed('retail.payments')).toEqual({ fulfilment: paid });
      expect(await system().completed('retail.fulfilment')).toEqual({ inventory: paid });
    });

    it('counts stock to the unit', async () => {
      expect(await system().positions([...expected.positions.keys()])).toEqual(expected.positions);
    }, 60_000);

    it('counts revenue to the ten-thousandth', async () => {
      expect(await system().revenue(...expected.days)).toEqual(expected.revenue);
    });

    it('answers the same revenue from the audit store', async () => {
      expect(await system().auditedRevenue(...expected.days)).toEqual(expected.revenue);
    });

    it('stores every event once', async () => {
      expect(await system().auditSummary()).toMatchObject({
        events: { 'retail.orders': expected.orders, 'retail.payments': paid, 'retail.fulfilment': paid },
        repeatedEvents: 0,
        gaps: 0,
        duplicates: 0,
        lag: 0,
      });
    });

    it('leaves no process behind when its launcher is killed', async () => {
      const processes = runningProcesses(dataDir);
      expect(processes).toHaveLength(6);
      process.kill(launcher.pid, 'SIGKILL');
      await until('all are gone', () => processes.every(({ pid }) => !isAlive(pid)), 60_000);
    }, 90_000);
  });

  it('ends with the expected summary on dirty input, exit code 0', async () => {
    expect(await dirty.exit).toBe(0);
    const { input, produced, audit } = JSON.parse(dirty.stdout()) as Summary;
    const rejects = input.rejects.map((reject) => ({ ...reject, file: basename(reject.file) }));
    const fixture = resolve(import.meta.dirname, '../fixtures/dirty/expected-summary.json');
    expect({ input: { ...input, rejects }, produced }).toEqual(JSON.parse(readFileSync(fixture, 'utf8')));
    expect(audit.events).toMatchObject({ 'retail.orders': 9 });
  }, 180_000);
});
