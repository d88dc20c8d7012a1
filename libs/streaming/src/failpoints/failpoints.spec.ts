import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { waitUntil } from '@spillway/testing';
import { ArmedFailpoints } from './armed-failpoints.js';
import { failpoint, failpointSync } from './failpoint.js';
import { failpointTable } from './failpoint-table.js';
import { parseFailpoints } from './parse-failpoints.js';

describe('SPILLWAY_FAILPOINT', () => {
  it('is name, visit and action, as many as one likes', () => {
    expect(parseFailpoints('before-commit:1:kill9,after-commit:12:delay(250),on-assigned:3:stop')).toEqual([
      { name: 'before-commit', nth: 1, action: { type: 'kill9' } },
      { name: 'after-commit', nth: 12, action: { type: 'delay', delayMs: 250 } },
      { name: 'on-assigned', nth: 3, action: { type: 'stop' } },
    ]);
  });

  it.each([
    '',
    ',',
    'before-commit',
    'before-commit:1',
    'before-commit:0:kill9',
    'before-commit:-1:kill9',
    'before-commit:1.5:kill9',
    'before-commit:1:kill',
    'before-commit:1:delay',
    'before-commit:1:delay()',
    'before-commit:1:delay(0)',
    'before-commit:1:delay(1s)',
    'before-commit:1:kill9(5)',
    'before-commit:1:kill9:2',
    ' before-commit:1:kill9',
    'before-commit:1:kill9,',
    'before-commit:1:kill9;after-commit:1:kill9',
    'before-comit:1:kill9',
    'constructor:1:kill9',
    'BEFORE-COMMIT:1:kill9',
  ])('is refused as %j', (text) => {
    expect(() => parseFailpoints(text)).toThrow(expect.objectContaining({ code: 'SPW-5103' }));
  });

  it('has names that may stand in it', () => {
    const text = Object.keys(failpointTable)
      .map((name) => `${name}:1:throw`)
      .join(',');
    expect(parseFailpoints(text)).toHaveLength(Object.keys(failpointTable).length);
  });
});

describe('armed failpoints', () => {
  const done: string[] = [];
  const effects = {
    signal: (signal: string) => void done.push(signal),
    sleep: async (delayMs: number) => void done.push(`sleep ${delayMs}`),
    block: (delayMs: number) => void done.push(`block ${delayMs}`),
  };
  const arm = (text: string): ArmedFailpoints => {
    done.length = 0;
    return new ArmedFailpoints(parseFailpoints(text), effects);
  };

  it('act at the visit that was named, once, each by itself', async () => {
    const points = arm('before-commit:2:kill9,after-commit:1:stop,before-commit:3:delay(5)');
    expect(points.visit('before-commit')).toBeUndefined();
    expect(done).toEqual([]);
    points.visit('before-commit');
    points.visit('after-commit');
    await points.visit('before-commit');
    points.visitSync('before-commit');
    expect(done).toEqual(['SIGKILL', 'SIGSTOP', 'sleep 5']);
  });

  it('throw, or block where nothing can be awaited', () => {
    const points = arm('before-commit:1:throw,after-commit:1:delay(7),on-stop:1:throw');
    expect(() => points.visit('before-commit')).toThrow(expect.objectContaining({ code: 'SPW-5104' }));
    expect(() => points.visitSync('on-stop')).toThrow(expect.objectContaining({ code: 'SPW-5104' }));
    points.visitSync('after-commit');
    expect(done).toEqual(['block 7']);
  });
});

describe('failpoint', () => {
  const root = join(import.meta.dirname, '../../../..');
  const flags = ['--conditions=source', '--import', './test/support/run-source.mjs', '--input-type=module'];
  const optionsFor = (order: string) => ({
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', SPILLWAY_FAILPOINT: order },
  });
  const run = (order: string, script: string) =>
    spawnSync(process.execPath, [...flags, '-e', script], { ...optionsFor(order), encoding: 'utf8', timeout: 25_000 });
  const twice = `
    const { failpoint, failpointSync } = await import('./libs/streaming/src/failpoints/failpoint.ts');
    for (const visit of [1, 2]) { console.log('before ' + visit); await failpoint('before-commit'); failpointSync('after-commit'); }
    console.log('end');`;

  it('is an empty function without the variable', () => {
    expect([failpoint('before-commit'), failpointSync('after-commit')]).toEqual([undefined, undefined]);
  });

  it('kills the process at the visit asked for', () => {
    const { signal, stdout } = run('before-commit:2:kill9', twice);
    expect([signal, stdout]).toEqual(['SIGKILL', 'before 1\nbefore 2\n']);
  });

  it('goes on after a delay of either kind', () => {
    expect(run('before-commit:1:delay(5),after-commit:2:delay(5)', twice).stdout).toContain('end');
  });

  it('keeps a process from starting when it is not understood', () => {
    const { status, stderr } = run('before-comit:1:kill9', twice);
    expect([status, stderr]).toEqual([1, expect.stringContaining("'before-comit:1:kill9' names no failpoint")]);
  });

  it('stops the process until it is continued', async () => {
    const child = spawn(process.execPath, [...flags, '-e', twice], optionsFor('before-commit:1:stop'));
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    const ended = new Promise<unknown>((resolve) => child.once('close', resolve));
    try {
      const state = (): string =>
        spawnSync('ps', ['-o', 'stat=', '-p', String(child.pid)], { encoding: 'utf8' }).stdout;
      await waitUntil('the process is stopped', () => state().startsWith('T'), 25_000);
      await waitUntil('its words arrived', () => output === 'before 1\n', 25_000);
      child.kill('SIGCONT');
      expect(await ended).toBe(0);
      expect(output).toBe('before 1\nbefore 2\nend\n');
    } finally {
      child.kill('SIGKILL');
    }
  });
});
