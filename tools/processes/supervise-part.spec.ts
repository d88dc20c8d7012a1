import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.ts';
import type { Part } from './part.ts';
import { restartDelayMs } from './restart-delay.ts';
import { supervisePart, type SupervisedPart, type SupervisorOptions } from './supervise-part.ts';

let folder: string;
let running: SupervisedPart | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-part-'));
});

afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true });
});

/** A part whose process runs this program; it is ready once it has printed `up`. */
function part(program: string): Part {
  const logFile = join(folder, 'part.log');
  let starts = 0;
  return {
    name: 'part',
    port: 1,
    url: '',
    startTimeoutMs: 5_000,
    isReady: async () => readFileSync(logFile, 'utf8').split('up\n').length > starts,
    spawn: () => {
      starts += 1;
      return startChild({
        ...{
          name: 'part',
          logFile,
          graceMs: 1_000,
          environment: { ...process.env, STARTS: String(starts), NODE_OPTIONS: '' },
        },
        ...{ command: process.execPath, args: ['-e', program] },
      });
    },
  };
}

function options(overrides: Partial<SupervisorOptions> = {}) {
  const seen = { said: [] as string[], pids: [] as number[], givenUp: [] as unknown[] };
  const supervisor: SupervisorOptions = {
    signal: new AbortController().signal,
    maxFailedStarts: 2,
    say: (line) => seen.said.push(line),
    onSpawned: ({ pid }) => seen.pids.push(pid),
    onGivenUp: (error) => seen.givenUp.push(error),
    ...overrides,
  };
  return { seen, supervisor };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

const staysUp = "console.log('up'); setInterval(() => {}, 1000)";
const startsOnce = `if (process.env.STARTS !== '1') process.exit(3); ${staysUp}`;

describe('a supervised process', () => {
  it('runs again after it was killed, and that is said', async () => {
    const { seen, supervisor } = options();
    running = await supervisePart(part(staysUp), supervisor);
    process.kill(seen.pids[0] ?? 0, 'SIGKILL');
    await until(() => seen.said.length === 2);
    expect(seen.pids).toHaveLength(2);
    expect(seen.said[0]).toMatch(/^part ended \(SIGKILL\); it is started again\. Log: /);
    expect(seen.said[1]).toBe(`part runs again (process ${seen.pids[1]}).`);
  });

  it('is given up after so many starts that failed in a row', async () => {
    const { seen, supervisor } = options();
    running = await supervisePart(part(startsOnce), supervisor);
    process.kill(seen.pids[0] ?? 0, 'SIGKILL');
    await until(() => seen.givenUp.length > 0);
    expect(seen.pids).toHaveLength(3);
    expect(seen.givenUp).toEqual([expect.objectContaining({ code: 'SPW-1007' })]);
  });

  it('is not started again where that would lose its data', async () => {
    const { seen, supervisor } = options({ maxFailedStarts: 0 });
    running = await supervisePart(part(staysUp), supervisor);
    process.kill(seen.pids[0] ?? 0, 'SIGKILL');
    await until(() => seen.givenUp.length > 0);
    expect(seen.pids).toHaveLength(1);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const { seen, supervisor } = options();
    running = await supervisePart(part(staysUp), supervisor);
    await running.stop();
    expect(() => process.kill(seen.pids[0] ?? 0, 0)).toThrow('ESRCH');
    expect(seen.said).toEqual([]);
  });

  it('names the end of its log when the first start fails', async () => {
    const { supervisor } = options();
    const failing = part("console.error('no such folder'); process.exit(4)");
    await expect(supervisePart(failing, supervisor)).rejects.toMatchObject({
      code: 'SPW-1007',
      message: expect.stringMatching(/^part ended \(exit code 4\)\. Log: .*\n {2}no such folder$/),
    });
  });

  it('waits longer from start to start, up to 15 s', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map(restartDelayMs)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });
});
