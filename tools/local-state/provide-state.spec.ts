import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openStateStore } from '@spillway/state-store';
import { provideState } from './provide-state.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-provided-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('gives an app a database of its own to begin with', async () => {
  const apps = ['producer', 'consumer'].map((app) => join(folder, app));
  await Promise.all(apps.map((app) => provideState(app)));
  for (const app of apps) {
    const store = await openStateStore({ dataDir: app });
    const events = await store.db
      .selectFrom('outbox_events' as never)
      .selectAll()
      .execute();
    await store.close();
    expect(events).toEqual([]);
    expect(readdirSync(app).toSorted()).toEqual(['postgres', 'state.lock', 'state.owner.json']);
  }
}, 60_000);

it('leaves the database that is there alone', async () => {
  mkdirSync(join(folder, 'postgres'));
  writeFileSync(join(folder, 'postgres', 'kept'), '');
  await provideState(folder);
  expect(readdirSync(join(folder, 'postgres'))).toEqual(['kept']);
});

it('removes what a start that was killed had begun to copy', async () => {
  mkdirSync(join(folder, 'postgres.new-1'));
  await provideState(folder);
  expect(readdirSync(folder)).toEqual(['postgres']);
}, 60_000);
