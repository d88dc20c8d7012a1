import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './program/run-cli.js';
import { expectGolden } from './spec-support/golden.js';

let folder: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-cli-'));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

const golden = (name: string): string => join(import.meta.dirname, 'status', 'golden', `${name}.golden`);

function urlsIn(lines: string): readonly string[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly url: string }).url);
}

const run = (...args: string[]) => runWith({}, ...args);

async function runWith(env: Readonly<Record<string, string>>, ...args: string[]) {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runCli(args, {
    workingDir: join(folder, 'libs', 'kafka'),
    env,
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  return { exitCode, ...printed };
}

/** An app that answers its readiness; resolves with its port. */
async function app(status: number, body: unknown = {}): Promise<number> {
  const server = createServer((_, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(text);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function writeRun(processes: readonly { name: string; pid: number; port: number; url: string }[]): void {
  const runFile = join(folder, 'run.json');
  mkdirSync(join(folder, '.spillway'));
  writeFileSync(runFile, JSON.stringify({ processes }));
  writeFileSync(join(folder, '.spillway', 'current.json'), JSON.stringify({ dataDir: folder, runFile }));
}

describe('spillway status', () => {
  it('shows every process of the run, from any folder of the checkout', async () => {
    const [producer, kafka] = [await app(200), await app(200)];
    writeRun([
      { name: 'kafka', pid: 11, port: kafka, url: `127.0.0.1:${kafka}` },
      { name: 'producer', pid: 4711, port: producer, url: `http://127.0.0.1:${producer}` },
    ]);
    const { stdout, ...rest } = await run('status');
    expect(rest).toEqual({ exitCode: 0, stderr: '' });
    expectGolden(golden('ready'), stdout.replaceAll(/\d{5}/g, 'PORT.'));
  });

  it('takes a part that the environment names for the one that runs here', async () => {
    const [here, there] = [await app(200), await app(200)];
    writeRun([
      { name: 'consumer', pid: 5, port: here, url: `http://127.0.0.1:${here}` },
      { name: 'audit', pid: 6, port: here, url: `http://127.0.0.1:${here}` },
    ]);
    const { stdout } = await run('status', '--output', 'ndjson');
    expect(urlsIn(stdout)).toEqual([`http://127.0.0.1:${here}`, `http://127.0.0.1:${here}`]);
    const named = await runWith({ SPILLWAY_URL: `http://127.0.0.1:${there}` }, 'status', '--output', 'ndjson');
    expect(urlsIn(named.stdout)).toEqual([`http://127.0.0.1:${here}`, `http://127.0.0.1:${there}`]);
  });

  it('says why a process is not ready and fails', async () => {
    const port = await app(503, { detail: 'group revenue is suspended' });
    writeRun([{ name: 'consumer', pid: 5, port, url: `http://127.0.0.1:${port}` }]);
    const { exitCode, stdout } = await run('status');
    expect(exitCode).toBe(1);
    expectGolden(golden('not-ready'), stdout.replaceAll(/\d{5}/g, 'PORT.'));
  });

  it('prints one document for scripts', async () => {
    const gone = await app(200);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    writeRun([{ name: 'audit', pid: 6, port: gone, url: `http://127.0.0.1:${gone}` }]);
    const { exitCode, stdout } = await run('status', '--output', 'json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      dataDir: folder,
      processes: [{ name: 'audit', pid: 6, port: gone, url: `http://127.0.0.1:${gone}`, state: 'down' }],
      groups: [],
    });
  });

  it('shows the parts that the environment names where nothing was started, and the groups in them', async () => {
    const stateOf = (state: string, value: number): string =>
      `spillway_consumer_state{group="payments",state="${state}"} ${value}\n`;
    const metrics = `# TYPE x gauge\n${stateOf('running', 0)}${stateOf('suspended', 1)}`;
    const port = await app(200, metrics);
    const gone = await app(200);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const env = { SPILLWAY_URL: `http://127.0.0.1:${port}`, SPILLWAY_KAFKA_BROKERS: `127.0.0.1:${gone}` };
    const printed = { stdout: '', stderr: '' };
    const exitCode = await runCli(['status'], {
      workingDir: folder,
      env,
      stdout: (text) => (printed.stdout += text),
      stderr: (text) => (printed.stderr += text),
    });
    expect([exitCode, printed.stderr]).toEqual([1, '']);
    expectGolden(golden('groups'), printed.stdout.replaceAll(/\d{4,5}/g, 'PORT.'));
  });

  it('asks an app with the login in its address, and does not show it', async () => {
    const server = createServer(({ headers, url }, response) => {
      const isKnown = headers.authorization === `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
      const metrics = url === '/metrics' ? 'spillway_consumer_state{group="payments",state="running"} 1\n' : '';
      response.writeHead(isKnown ? 200 : 401, { connection: 'close' }).end(isKnown ? metrics : '');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const env = { SPILLWAY_URL: `http://me:p%40ss@127.0.0.1:${port}` };
    mkdirSync(join(folder, 'libs/kafka'), { recursive: true });
    const { exitCode, stdout } = await runWith(env, 'status', '--output', 'json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dataDir: null,
      processes: [{ name: 'consumer', url: `http://•••@127.0.0.1:${port}`, state: 'ready' }],
      groups: [{ group: 'payments', state: 'running', app: 'consumer' }],
    });
  });

  it('says how to start when nothing runs', async () => {
    const { exitCode, stdout, stderr } = await run('status');
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^SPW-1011 {2}Nothing was started in .*\n {10}Start the system: npm start\n$/);
  });
});

describe('spillway', () => {
  it('shows commands, examples and exit codes without arguments', async () => {
    const { exitCode, stdout } = await run();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Usage: spillway [options] [command]');
    expect(stdout).toContain('spillway status --output json');
    expect(stdout).toContain('Exit codes: 0 ok, 1 failed, 2 usage, 3 a check found problems, 130 interrupted, 141 ');
  });

  it.each([
    [['statu'], "unknown command 'statu'"],
    [['status', '--colour'], "unknown option '--colour'"],
    [['status', '--output', 'xml'], 'Allowed choices are table, json, ndjson'],
  ])('refuses %j as usage', async (args, message) => {
    const { exitCode, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it('hides the password of an address that it refuses', async () => {
    const { exitCode, stderr } = await run('contracts', 'impact', '--app-url', 'https://me:pw@host');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('https://•••@host');
    expect(stderr).not.toContain('me:pw');
  });
});
