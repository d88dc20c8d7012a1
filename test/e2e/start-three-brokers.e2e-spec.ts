import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countSample } from '../support/count-sample.js';
import { isLongProof } from '../support/is-long-proof.js';
import {
  isAlive,
  processOf,
  runningProcesses,
  startLauncher,
  until,
  type StartedLauncher,
} from '../support/launcher.js';
import { describeWithStack } from '../support/stack.js';
import type { Summary } from '../../tools/launcher/end/summary.js';

/** These runs start a stack of their own: the shared one says that this machine can. */
describeWithStack('npm start -- --brokers 3', () => {
  let dataDir: string;
  let launcher: StartedLauncher;

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-three-'));
  });

  afterAll(async () => {
    if (isAlive(launcher.pid)) launcher.signalGroup('SIGTERM');
    await launcher.exit;
    rmSync(dataDir, { recursive: true });
  });

  // The long form kills it meanwhile: a join may get no answer after its coordinator died, and then takes a minute (README).
  it(`drains the sample${isLongProof ? ' though a broker is killed while it is imported' : ''}`, async () => {
    launcher = await startLauncher(['--brokers', '3', '--rate', '20', '--data-dir', dataDir]);
    await launcher.whileRunning(until('the import runs', () => launcher.stdout().includes('Importing'), 180_000));
    if (isLongProof) process.kill(processOf(dataDir, 'kafka-2'), 'SIGKILL');
    await until('it is drained', () => launcher.stdout().includes('Everything is handled and audited.'), 120_000);
    const { audit } = countSample() as Summary;
    const stored = await fetch(`http://127.0.0.1:${launcher.portBase + 2}/audit/summary`);
    // A send whose answer died with the broker is sent again: the log may hold an event twice, the counts may not.
    const repeatedEvents = expect.any(Number);
    expect(await stored.json()).toMatchObject({ ...audit, repeatedEvents, gaps: 0, duplicates: 0 });
    if (isLongProof) expect(launcher.stdout()).toContain('kafka-2 ended (SIGKILL); it is started again.');
  }, 300_000);

  it('names each broker, and leaves none behind after Ctrl-C', async () => {
    const isBack = (): boolean => launcher.stdout().includes('kafka-2 runs again');
    if (isLongProof) await until('the killed broker runs again', isBack, 60_000);
    const processes = runningProcesses(dataDir);
    const ports = processes.filter(({ name }) => name.startsWith('kafka')).map(({ name, port }) => [name, port]);
    expect(ports.toSorted()).toEqual([1, 2, 3].map((id) => [`kafka-${id}`, launcher.portBase + 91 + id]));
    launcher.signalGroup('SIGINT');
    expect(await launcher.exit).toBe(0);
    expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
  }, 120_000);
});
