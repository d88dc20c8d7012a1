import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { takePortBase } from '../support/take-port-base.js';
import { guideSteps } from '../support/guide-steps.js';
import { packLibs } from '../support/pack-libs.js';
import { describeWithStack } from '../support/stack.js';

interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly output: string;
}

/** A stranger: an empty folder outside of this repository, and nothing but the guide and the packed libs. */
describeWithStack('the guide to adopting Spillway', ({ brokers, registryUrl }) => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-adopt-'));
  const project = join(folder, 'mail');
  const said = new Map<string, Said>();
  let app: ChildProcess | undefined;
  let port: number;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    port = await takePortBase([0]);
    environment = {
      ...process.env,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      SPILLWAY_HTTP_PORT: String(port),
    };
    for (const name of Object.keys(environment)) if (/^(npm_|SPILLWAY_TEST_)/.test(name)) delete environment[name];
    mkdirSync(project);
    mkdirSync(join(folder, 'packed'));
  }, 60_000);
  afterAll(async () => {
    if (app?.pid !== undefined && app.exitCode === null) {
      const ended = new Promise((resolve) => app!.once('exit', resolve));
      process.kill(-app.pid, 'SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  function sh(line: string): Promise<Said> {
    return new Promise((resolve) => {
      const options = { cwd: project, env: environment, maxBuffer: 64 * 1024 * 1024 };
      const child = execFile('sh', ['-c', line], options, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : Number(child.exitCode ?? 1);
        resolve({ exitCode, stdout, output: stdout + stderr });
      });
    });
  }

  /** In place of what is not published yet, the packed libs; the addresses are those of this run. */
  function hereAndNow(line: string, tarballs: readonly string[]): string {
    if (line.startsWith('npm install')) {
      const flags = '--ignore-scripts --prefer-offline --no-audit --no-fund';
      const packages = line.includes('@spillway/') ? tarballs.join(' ') : line.replace(/^npm install /, '');
      return `npm install ${flags} ${packages}`;
    }
    return line.replaceAll('localhost:3000', `localhost:${port}`);
  }

  async function startApp(): Promise<void> {
    app = spawn('npm', ['start'], { cwd: project, env: environment, detached: true, stdio: 'ignore' });
    for (let tries = 0; tries < 600; tries++) {
      const answer = await fetch(`http://localhost:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      if (app.exitCode !== null) throw new Error(`npm start ended with ${app.exitCode}`);
      await sleep(100);
    }
    throw new Error('the app is not ready');
  }

  async function follow(line: string, tarballs: readonly string[]): Promise<void> {
    if (line.startsWith('export ')) {
      environment = {
        ...environment,
        SPILLWAY_KAFKA_BROKERS: brokers.join(','),
        SPILLWAY_REGISTRY_URL: registryUrl,
      };
    } else if (line === 'npm start') await startApp();
    else {
      const answer = await sh(hereAndNow(line, tarballs));
      said.set(line.slice(0, 60), answer);
      const expected = line === 'npx spillway topics plan' ? 3 : 0;
      if (answer.exitCode !== expected) throw new Error(`${line}: exit code ${answer.exitCode}\n${answer.output}`);
    }
  }

  it('leads from an empty folder to an event that a handler has seen, as it is written', async () => {
    const libs = ['events', 'streaming', 'codecs', 'kafka', 'nest', 'observability', 'cli', 'testing'];
    const tarballs = await packLibs(
      libs.map((lib) => `@spillway/${lib}`),
      join(folder, 'packed'),
    );
    for (const step of guideSteps('docs/guides/adopt.md')) {
      if (step.type === 'file') {
        mkdirSync(dirname(join(project, step.path)), { recursive: true });
        writeFileSync(join(project, step.path), step.content);
      } else for (const line of step.lines) await follow(line, tarballs);
    }
    expect(said.get('npx spillway contracts generate --out src/contracts')?.stdout).toBe(
      ['parcel-sent.ts', 'parcel-sent.event.ts']
        .map((file) => `src/contracts/mail/parcels/${file} (missing)\n`)
        .join('') + 'src/contracts/events.ts (missing)\n',
    );
    expect(said.get('npm test')?.output).toMatch(/pass 2\n/);
    expect(said.get('npx spillway topics plan')?.stdout).toMatch(/^create +topic mail\.parcels +6 partitions$/m);
    expect(said.get('npx spillway topics plan')?.stdout).toMatch(
      /^register +subject mail\.parcels-mail\.parcels\.ParcelSent /m,
    );
    const expected = [{ number: 'p-1', weightKg: '2.500', sentOn: '2026-11-27' }];
    await waitFor(
      async () => (await sh(`curl -s http://localhost:${port}/parcels`)).stdout === JSON.stringify(expected),
    );
    const again = await sh('npx spillway topics apply --yes');
    expect([again.exitCode, again.output]).toEqual([
      0,
      expect.stringMatching(/Everything is as the manifests want it\.\n$/),
    ]);
  }, 300_000);

  it('shows what happens: the plan of the guide is the plan that was made', () => {
    const guide = readFileSync('docs/guides/adopt.md', 'utf8');
    const rows = said
      .get('npx spillway topics plan')!
      .stdout.split('\n')
      .filter((line) => /^(create|set mode|register)/.test(line));
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const [action, resource] = row.split(/ {2,}/);
      expect(guide).toMatch(new RegExp(`^${action} +${resource!.replaceAll('.', '\\.')} `, 'm'));
    }
  });
});

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error('it did not happen');
}
