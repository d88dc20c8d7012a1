import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunFile } from './run-file.ts';

let folder: string;
let launchers: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-run-'));
  launchers = [];
});

afterEach(() => {
  for (const launcher of launchers) launcher.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A run of a launcher that lives, as old as given. */
function startRun(name: string, ageSeconds: number) {
  const launcher = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'tools/start.ts'], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  launchers.push(launcher);
  const pid = launcher.pid ?? -1;
  const run = new RunFile(join(folder, name), folder, pid);
  run.set({ name: 'producer', pid: 1, port: 3000, url: 'http://127.0.0.1:3000' });
  const startedAt = Date.now() / 1000 - ageSeconds;
  utimesSync(join(folder, '.spillway', 'runs', `${pid}.json`), startedAt, startedAt);
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      launcher.once('exit', () => resolve());
      launcher.kill('SIGKILL');
    });
  return { run, kill };
}

function current(): string | undefined {
  const file = join(folder, '.spillway', 'current.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { runFile: string }).runFile;
}

const fileOf = (name: string): string => join(folder, name, 'run.json');

describe('current.json', () => {
  it('leads to the newest run, and back to the one before it when that ends', () => {
    const first = startRun('first', 20);
    const second = startRun('second', 10);
    expect(current()).toBe(fileOf('second'));
    second.run.remove();
    expect(current()).toBe(fileOf('first'));
    first.run.remove();
    expect(current()).toBeUndefined();
  });

  it('stays with the newest run when an older one ends or starts a part again', () => {
    const first = startRun('first', 20);
    startRun('second', 10);
    first.run.set({ name: 'producer', pid: 2, port: 3000, url: 'http://127.0.0.1:3000' });
    expect(current()).toBe(fileOf('second'));
    first.run.remove();
    expect(current()).toBe(fileOf('second'));
  });

  it('passes over a run whose launcher was killed', async () => {
    startRun('first', 30);
    const killed = startRun('second', 20);
    const third = startRun('third', 10);
    await killed.kill();
    third.run.remove();
    expect(current()).toBe(fileOf('first'));
  });
});
