import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { migrate } from './schema/migrate.js';
import { auditBlock, loggedPartition } from './spec-support/audit-records.js';

const refusal = (code: string): unknown => expect.objectContaining({ code });

describe('opening the audit store', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-open-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  /** A process of its own that has the folder open until it is killed. */
  const holder = async (): Promise<ChildProcess> => {
    const path = join(dataDir, 'clickhouse');
    mkdirSync(path);
    const script = `import { createChdbConnection } from 'chdb/connection';
      createChdbConnection({ path: ${JSON.stringify(path)} }); console.log('open'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  };

  it('finds what it held before, and keeps its cursors', async () => {
    const first = await openAuditStore({ dataDir });
    await first.append([auditBlock(0, 9)]);
    const { nextCursor } = await first.findRecords({ time: 'record', limit: 4 });
    await first.close();
    const second = await openAuditStore({ dataDir });
    const page = await second.findRecords({ time: 'record', limit: 10, cursor: nextCursor! });
    const coverage = await second.coverage([loggedPartition({ endOffset: 10n })]);
    await second.close();
    expect(page.records.map(({ offset }) => Number(offset))).toEqual([5, 4, 3, 2, 1, 0]);
    expect(coverage).toMatchObject([{ resumeOffset: 10n, gaps: [] }]);
  });

  it('names the process that owns the folder', async () => {
    const child = await holder();
    const opened = openAuditStore({ dataDir, lockWaitMs: 0 });
    await expect(opened).rejects.toEqual(refusal('SPW-7001'));
    await expect(opened).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('waits for a process that is just ending', async () => {
    const child = await holder();
    setTimeout(() => child.kill('SIGKILL'), 500);
    const store = await openAuditStore({ dataDir, lockWaitMs: 20_000 });
    expect(child.signalCode).toBe('SIGKILL');
    await store.close();
  }, 30_000);

  it('is not kept out by a number that a killed process left behind and another has now', async () => {
    mkdirSync(join(dataDir, 'clickhouse'));
    writeFileSync(join(dataDir, 'clickhouse', 'status'), `PID: ${process.ppid}\nStarted at: 2026-01-01 00:00:00\n`);
    const store = await openAuditStore({ dataDir, lockWaitMs: 0 });
    await store.close();
  });

  it.each([
    ['25.8.2.29', /25\.8\.2\.29; 26\.6 or newer/],
    ['26.5.1.808', /26\.5/],
  ])('refuses a server of version %s before it changes anything there', async (version, message) => {
    const asked: string[] = [];
    const server = createServer(async (request, response) => {
      asked.push(await text(request));
      response.end(`${JSON.stringify({ version })}\n`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const clickhouseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const opened = openAuditStore({ clickhouseUrl });
    await expect(opened).rejects.toEqual(refusal('SPW-7014'));
    await expect(opened).rejects.toThrow(message);
    server.close();
    expect(asked).toEqual([expect.stringContaining('SELECT version()')]);
  });

  it('refuses tables of a newer version', async () => {
    const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    await migrate(connections.writer);
    await migrate(connections.writer, [{ version: 99, name: 'of the future', statements: [] }]);
    await connections.close();
    await expect(openAuditStore({ dataDir })).rejects.toEqual(refusal('SPW-7003'));
    // The refusal let the folder go.
    await expect(openAuditStore({ dataDir })).rejects.toEqual(refusal('SPW-7003'));
  });

  it('says that a server does not answer, without its password', async () => {
    const opened = openAuditStore({ clickhouseUrl: 'http://127.0.0.1:9', password: 'hunter2' });
    await expect(opened).rejects.toEqual(refusal('SPW-7002'));
    await expect(opened).rejects.not.toThrow('hunter2');
  });

  it('bounds what users ask, but not what it must know itself to go on', async () => {
    const store = await openAuditStore({ dataDir, readLimits: { maxResultBytes: 1 } });
    await store.append([auditBlock(0, 9)]);
    const log = [loggedPartition({ endOffset: 10n })];
    await expect(store.coverage(log)).rejects.toEqual(refusal('SPW-7005'));
    await expect(store.coverage(log, { patient: true })).resolves.toMatchObject([{ resumeOffset: 10n }]);
    await store.close();
  });

  it('asks for a folder or a server', async () => {
    await expect(openAuditStore({})).rejects.toEqual(refusal('SPW-2004'));
  });
});
