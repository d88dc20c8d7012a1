import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countSample } from '../support/count-sample.js';
import {
  isAlive,
  processOf,
  runningProcesses,
  startLauncher,
  until,
  type StartedLauncher,
} from '../support/launcher.js';
import { describeWithStack } from '../support/stack.js';
import { summaryErrors } from '../support/summary-errors.js';
import { rootDir } from '../../tools/setup/paths.mjs';
import type { Summary } from '../../tools/launcher/end/summary.js';

/** What a machine that stands still, or is busy with other stacks, makes of a good start: brokers, or ClickHouse, took too long. */
const slowAnswer = /"SPW-1105 |"errorCode":"SPW-7005"/;

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function hasRecords(portBase: number): Promise<boolean> {
  const summary = (await (await fetch(`http://127.0.0.1:${portBase + 2}/audit/summary`)).json()) as { records: number };
  return summary.records > 0;
}

/** These runs start a stack of their own: the shared one says that this machine can. */
describeWithStack('npm start on the real stack', () => {
  let dataDir: string;
  let launcher: StartedLauncher | undefined;

  const pidOf = (name: string): number => processOf(dataDir, name);

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-stack-'));
  });

  afterAll(async () => {
    if (launcher !== undefined && isAlive(launcher.pid)) {
      launcher.signalGroup('SIGTERM');
      await launcher.exit;
    }
    rmSync(dataDir, { recursive: true });
  });

  it('drains the sample, ends by itself and prints one document', async () => {
    launcher = await startLauncher(['--once', '--output', 'json', '--data-dir', dataDir]);
    expect([await launcher.exit, launcher.stderr()]).toEqual([0, '']);
    const summary = JSON.parse(launcher.stdout()) as Summary;
    expect(summaryErrors(summary)).toEqual([]);
    expect(summary).toMatchObject(countSample());
  }, 180_000);

  it.each(['producer', 'consumer', 'audit'])('starts the %s without a warning in its log', (name) => {
    const lines = readFileSync(join(dataDir, 'logs', `${name}.log`), 'utf8')
      .trimEnd()
      .split('\n');
    const warnings = lines.filter((line) => !line.includes('"level":"info"'));
    expect(warnings.filter((line) => !slowAnswer.test(line))).toEqual([]);
  });

  it('ends with 3 and says what was left when it does not drain in time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spillway-late-'));
    const args = ['--once', '--output', 'json', '--rate', '10', '--timeout', '10', '--data-dir', folder];
    launcher = await startLauncher(args);
    const { portBase } = launcher;
    // One that is halted before it is ready would be given up.
    await launcher.whileRunning(until('the audit stores records', () => hasRecords(portBase), 120_000));
    process.kill(processOf(folder, 'audit'), 'SIGSTOP');
    expect(await launcher.exit).toBe(3);
    expect(summaryErrors(JSON.parse(launcher.stdout()))).toEqual([]);
    expect(launcher.stderr()).toContain('SPW-1008  Not drained: the audit app does not answer.');
    rmSync(folder, { recursive: true });
  }, 180_000);

  it('goes on from its data folder: the same input adds nothing', async () => {
    launcher = await startLauncher(['--data-dir', dataDir]);
    const hasSaid = () => launcher?.stdout().includes('npx spillway status') ?? false;
    await launcher.whileRunning(until('it says what to try', hasSaid, 120_000));
    const { input, groups, audit } = countSample() as Summary;
    const answer = await fetch(`http://127.0.0.1:${launcher.portBase}/import`);
    expect(await answer.json()).toMatchObject({ state: 'done', produced: { deduplicated: input.orders } });
    const held = await fetch(`http://127.0.0.1:${launcher.portBase + 1}/groups`);
    expect(await held.json()).toMatchObject({ groups });
    const stored = await fetch(`http://127.0.0.1:${launcher.portBase + 2}/audit/summary`);
    expect(await stored.json()).toMatchObject(audit);
  }, 180_000);

  it.each(['consumer', 'kafka'])(
    'starts the %s again when it was killed, and names its new process',
    async (name) => {
      const before = pidOf(name);
      process.kill(before, 'SIGKILL');
      await until(`the ${name} runs again`, () => launcher?.stdout().includes(`${name} runs again`) ?? false);
      expect(launcher?.stdout()).toContain(`${name} ended (SIGKILL); it is started again.`);
      expect(pidOf(name)).not.toBe(before);
      expect(isAlive(pidOf(name))).toBe(true);
    },
    100_000,
  );

  it('has lost nothing by that', async () => {
    const { audit } = countSample() as Summary;
    const summary = `http://127.0.0.1:${(launcher?.portBase ?? 0) + 2}/audit/summary`;
    await until('the audit answers', () => answers(summary));
    const stored = await fetch(summary);
    expect(await stored.json()).toMatchObject(audit);
  }, 100_000);

  it('refuses a second run on the same data folder', async () => {
    const second = await startLauncher(['--data-dir', dataDir]);
    expect(await second.exit).toBe(1);
    expect(second.stderr()).toContain(`SPW-1006  ${dataDir} is in use by process ${launcher?.pid}.`);
  }, 30_000);

  it('refuses ports that another run holds, and names its launcher as what to stop', async () => {
    const second = await startLauncher(['--port-base', String(launcher?.portBase)]);
    expect(await second.exit).toBe(1);
    const lines = second.stderr().trim().split('\n');
    const program = `node ${join(rootDir, 'apps', 'producer', 'dist', 'main.js')}`;
    expect(lines[0]).toBe(
      `SPW-1003  Port ${launcher?.portBase} (producer) is in use by process ${pidOf('producer')} (${program}).`,
    );
    expect(lines.at(-1)).toContain(`Stop it (kill ${launcher?.pid}), or choose other ports: `);
  }, 30_000);

  it('leaves no process behind after Ctrl-C', async () => {
    const processes = runningProcesses(dataDir);
    expect(processes.map(({ name }) => name).sort()).toEqual([
      'audit',
      'consumer',
      'kafka',
      'payment-gateway',
      'producer',
      'registry',
    ]);
    launcher?.signalGroup('SIGINT');
    expect(await launcher?.exit).toBe(0);
    expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
  }, 60_000);
});
