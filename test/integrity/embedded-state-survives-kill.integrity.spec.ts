import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStateStore } from '@spillway/state-store';
import { startSource, type SourceProcess } from '../support/source-process.js';
import { stateWriterMigrations, type StateWriterTables } from '../support/children/state-writer-tables.js';

const writer = 'test/support/children/state-writer.ts';
const kills = 3;

describe('embedded state survives SIGKILL', () => {
  let dataDir: string;
  const children: SourceProcess[] = [];
  const start = (mode: string): SourceProcess => {
    const child = startSource(writer, [dataDir, mode]);
    children.push(child);
    return child;
  };
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-state-'));
  });
  afterAll(async () => {
    await Promise.all(children.map((child) => child.kill('SIGKILL')));
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('keeps what was acknowledged, and changes and inbox agree, after a kill in mid-transaction', async () => {
    let acknowledged = 0;
    for (let kill = 1; kill <= kills; kill++) {
      const child = start('write');
      const opened = Number((await child.line(/^open/)).slice('open '.length));
      expect(opened).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = Number((await child.line(new RegExp(`^done ${opened + 50 * kill}$`))).slice('done '.length));
      await child.kill('SIGKILL');
    }
    const store = await openStateStore<StateWriterTables>({ dataDir, migrations: stateWriterMigrations });
    const { events } = await store.db.selectFrom('counted').select('events').executeTakeFirstOrThrow();
    const [done] = await store.inbox.load('writer', [{ topic: 'retail.orders', partition: 0 }]);
    const totals = await store.inbox.totals('writer');
    await store.close();
    expect(events).toBeGreaterThanOrEqual(acknowledged);
    expect(done).toEqual({ topic: 'retail.orders', partition: 0, watermark: events, runs: [] });
    expect(totals).toEqual([{ topic: 'retail.orders', completed: events, deadLettered: 0 }]);
  }, 60_000);

  it('belongs to one process: a second is refused with the pid of the first, and SIGKILL frees it at once', async () => {
    const first = start('hold');
    await first.line(/^open/);
    const second = start('hold');
    expect(await second.line(/^(open|failed)/)).toBe(`failed SPW-6002 Process ${first.pid} works on ${dataDir}`);
    await expect(openStateStore({ dataDir })).rejects.toMatchObject({
      code: 'SPW-6002',
      context: { pid: first.pid, folder: dataDir },
    });
    await first.kill('SIGKILL');
    const store = await openStateStore({ dataDir, migrations: stateWriterMigrations });
    await expect(openStateStore({ dataDir })).rejects.toMatchObject({
      code: 'SPW-6002',
      context: { pid: process.pid },
    });
    await store.close();
  }, 60_000);
});
