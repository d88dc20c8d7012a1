import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { isAlive, startLauncher, until, type StartedLauncher } from '../support/launcher.js';
import { describeWithStack } from '../support/stack.js';
import { rootDir } from '../../tools/setup/paths.mjs';

const bin = join(rootDir, 'libs/cli/bin/spillway.js');

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stack of its own, and the command in a folder from which it is found as from a checkout. */
describeWithStack('spillway at a terminal, on what npm start runs', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-terminal-'));
  const workingDir = mkdtempSync(join(tmpdir(), 'spillway-checkout-'));
  let launcher: StartedLauncher;

  beforeAll(async () => {
    mkdirSync(join(workingDir, '.spillway'));
    const pointer = { dataDir, runFile: join(dataDir, 'run.json') };
    writeFileSync(join(workingDir, '.spillway', 'current.json'), JSON.stringify(pointer));
    for (const folder of ['schemas', 'apps']) symlinkSync(join(rootDir, folder), join(workingDir, folder));
    launcher = await startLauncher(['--data-dir', dataDir]);
    const hasSaid = () => launcher.stdout().includes('npx spillway status');
    await launcher.whileRunning(until('it says what to try', hasSaid, 170_000));
  }, 180_000);

  afterAll(async () => {
    if (isAlive(launcher.pid)) {
      launcher.signalGroup('SIGTERM');
      await launcher.exit;
    }
    for (const folder of [dataDir, workingDir]) rmSync(folder, { recursive: true });
  }, 60_000);

  const spillway = (...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      // Not an outage where the registry is slow because the machine is.
      const env = { ...process.env, SPILLWAY_REGISTRY_TIMEOUT_MS: '20000' };
      const child = execFile(process.execPath, [bin, ...args], { cwd: workingDir, env }, (_, stdout, stderr) =>
        resolve({ exitCode: child.exitCode, stdout, stderr }),
      );
    });

  it('shows what runs where', async () => {
    const { exitCode, stdout, stderr } = await spillway('status');
    expect([exitCode, stderr]).toEqual([0, '']);
    for (const part of ['kafka', 'registry', 'producer', 'consumer', 'audit'])
      expect(stdout).toMatch(new RegExp(`^${part} +ready `, 'm'));
  }, 60_000);

  it('finds it well', async () => {
    const { exitCode, stdout } = await spillway('doctor', '--output', 'json');
    const { checks } = JSON.parse(stdout) as { checks: readonly { check: string; state: string; found: string }[] };
    expect(checks.filter(({ state }) => state === 'problem' || state === 'warning')).toEqual([]);
    expect(exitCode).toBe(0);
    const skipped = checks.filter(({ state }) => state === 'skipped').map(({ check }) => check);
    expect(skipped).toEqual(['clickhouse', 'postgres']);
  }, 60_000);

  it('follows an event that it publishes through every group', async () => {
    const { exitCode, stdout, stderr } = await spillway('produce', 'OrderPlaced', '--example', '--wait');
    expect(stderr).toMatch(/^Handled and audited in /);
    expect(exitCode).toBe(0);
    for (const group of ['inventory', 'payments', 'revenue']) expect(stdout).toMatch(new RegExp(`handled +${group} `));
    const id = /event id {2}(\S+)/.exec(stdout)![1]!;
    const { stdout: journey } = await spillway('audit', 'query', 'journey', id);
    expect(journey).toContain(id);
    expect(journey).toContain('PaymentCaptured');
  }, 60_000);

  it('tails a topic decoded, ends at a limit, and with 130 when it is interrupted', async () => {
    const args = ['tail', 'retail.orders', '--where', 'key=17850', '--output', 'ndjson'];
    const past = await spillway(...args, '--from', 'beginning', '--no-follow', '--limit', '3');
    expect([past.exitCode, past.stderr]).toEqual([0, '']);
    const rows = past.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; data: object });
    expect(rows).toHaveLength(3);
    expect(rows.every(({ key, data }) => key === '17850' && 'lines' in data)).toBe(true);
    const from = new Date().toISOString();
    const live = spawn(process.execPath, [bin, ...args, '--from', from], { cwd: workingDir });
    let shown = '';
    live.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => live.once('close', resolve));
    const id = `seen-${from}`;
    expect((await spillway('produce', 'OrderPlaced', '--example', '--id', id)).exitCode).toBe(0);
    await until('the new record is shown', () => shown.includes(id), 40_000);
    live.kill('SIGINT');
    expect(await ended).toBe(130);
  }, 60_000);

  it('tells how far groups are behind', async () => {
    const { exitCode, stdout } = await spillway('lag', '--all', '--for', '3', '--output', 'json');
    expect(exitCode).toBe(0);
    const { rows } = JSON.parse(stdout) as { rows: readonly { group: string; topic: string; records: number }[] };
    expect(rows.find(({ group, topic }) => group === 'payments' && topic === 'retail.orders')).toMatchObject({
      ...{ records: 0, seconds: 0, trend: 'steady', drainSeconds: 0, state: 'running' },
    });
    expect(rows.some(({ group }) => group === 'audit')).toBe(true);
  }, 60_000);
});
