import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countSample } from '../support/count-sample.js';
import { isAlive, runningProcesses, startLauncher, until, type StartedLauncher } from '../support/launcher.js';
import { summaryErrors } from '../support/summary-errors.js';
import { isPortFree } from '../../tools/processes/require-free-ports.ts';
import type { Summary } from '../../tools/launcher/end/summary.js';

describe('npm start without Kafka', () => {
  let parent: string;
  let dataDir: string;
  let failing: StartedLauncher;

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'spillway-memory-'));
    dataDir = join(parent, 'own');
    const failingDir = join(parent, 'failing');
    // Its retries wait for a minute: beside the others.
    const failingArgs = ['--memory', '--once', '--output', 'json', '--fail', 'payments=10%', '--data-dir', failingDir];
    failing = await startLauncher(failingArgs);
    // Then it has its ports: who looks for free ones before may find the same.
    await failing.whileRunning(until('it runs', () => runningProcesses(failingDir).length === 4));
  }, 120_000);

  afterAll(() => rmSync(parent, { recursive: true }));

  it('drains the sample and prints one document on stdout, nothing else', async () => {
    const launcher = await startLauncher(['--memory', '--once', '--output', 'json'], { throughNpm: true });
    expect([await launcher.exit, launcher.stderr()]).toEqual([0, expect.any(String)]);
    const summary = JSON.parse(launcher.stdout()) as Summary;
    expect(summaryErrors(summary)).toEqual([]);
    expect(summary).toMatchObject(countSample());
    expect(launcher.stderr()).toContain('In-process log instead of Kafka, as asked for by --memory.\n');
  }, 120_000);

  it('stays up when asked to, and Ctrl-C leaves no process and no run file', async () => {
    const launcher = await startLauncher(['--memory', '--data-dir', dataDir]);
    const hasSaid = () => launcher.stdout().includes('npx spillway status');
    await launcher.whileRunning(until('it says what to try', hasSaid));
    const processes = runningProcesses(dataDir);
    expect(processes.map(({ name }) => name)).toEqual(['payment-gateway', 'producer', 'consumer', 'audit']);
    launcher.signalGroup('SIGINT');
    expect(await launcher.exit).toBe(0);
    expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
    expect(readdirSync(dataDir)).not.toContain('run.json');
  }, 120_000);

  it('says at once what it does and then what it counts; stopped as a second run advises, it frees the ports', async () => {
    const launcher = await startLauncher(['--memory', '--rate', '5', '--data-dir', dataDir]);
    await until('it says something', () => launcher.stdout() !== '');
    expect(launcher.stdout()).toMatch(/^Spillway \S+ starts …\n/);
    const counts = /\nImporting .*samples.* …\n {2}[\d,]+ produced · .* audited · lag at most [\d,]+\n/;
    await launcher.whileRunning(until('it counts', () => counts.test(launcher.stdout())));
    expect(launcher.stdout()).toMatch(/\nStarting payment-gateway …\n.*\nStarting producer, consumer, audit …\n/);
    expect(launcher.stderr()).toBe('');
    const second = await startLauncher(['--memory', '--port-base', String(launcher.portBase)]);
    expect(await second.exit).toBe(1);
    const pids = /Stop it \(kill ([\d ]+)\)/.exec(second.stderr())?.[1]?.split(' ') ?? [];
    for (const pid of pids) process.kill(Number(pid), 'SIGTERM');
    expect(await launcher.exit).toBe(0);
    expect(await isPortFree(launcher.portBase)).toBe(true);
  }, 120_000);

  it('ends when npm is killed', async () => {
    const launcher = await startLauncher(['--memory', '--data-dir', dataDir], { throughNpm: true });
    await launcher.whileRunning(until('everything runs', () => runningProcesses(dataDir).length === 4));
    const processes = runningProcesses(dataDir);
    process.kill(launcher.pid, 'SIGKILL');
    await until('all are gone', () => processes.every(({ pid }) => !isAlive(pid)), 30_000);
  }, 120_000);

  it('tells in the document what was retried, and held behind it, while the payment gateway fails on one request in ten', async () => {
    expect([await failing.exit, failing.stderr()]).toEqual([0, expect.any(String)]);
    const summary = JSON.parse(failing.stdout()) as Summary;
    expect(summaryErrors(summary)).toEqual([]);
    expect(summary).toMatchObject(countSample());
    const { retried, held, suspendedMs } = summary.groups['payments']!['retail.orders']!;
    expect(suspendedMs).toBe(0);
    expect(retried).toBeGreaterThan(0);
    expect(held).toBeGreaterThan(0);
  }, 180_000);
});
