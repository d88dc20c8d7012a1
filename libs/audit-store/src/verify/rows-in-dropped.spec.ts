import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { ReadRunner, type ReadStatement } from '../query/read-runner.js';
import { migrate } from '../schema/migrate.js';
import { rowsInDropped } from './rows-in-dropped.js';

const hourMs = 60 * 60 * 1000;
const droppedAtMs = Date.UTC(2026, 2, 31);
const olderThanMs = Date.UTC(2026, 2, 1);
/** When rows were stored again, unless told. */
const againMs = droppedAtMs + hourMs;

interface Rows {
  readonly from: number;
  readonly count?: number;
  readonly recordedAtMs?: number;
  readonly timestampMs?: number;
}

const at = (timeMs: number) => `fromUnixTimestamp64Milli(${timeMs}, 'UTC')`;

describe('rows where retention has dropped all', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-rows-in-dropped-'));
  let engine: AuditConnections;
  const asked: string[] = [];

  beforeAll(async () => {
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    await migrate(engine.writer);
  });
  afterAll(async () => {
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const insert = (rows: string) => engine.control.command({ query: `INSERT INTO ${rows}` });
  const drop = (topic: string) =>
    insert(`dropped (topic, topicId, last, olderThan, droppedAt)
      SELECT '${topic}', 'life-1', 9999, ${at(olderThanMs)}, ${at(droppedAtMs)}`);
  /** A row at every second offset, so that each is a stretch of its own. */
  const store = (topic: string, rows: Rows) => {
    const { from, count = 1, recordedAtMs = againMs, timestampMs = recordedAtMs } = rows;
    return insert(`events (topic, topicId, offset, timestamp, recordedAt)
      SELECT '${topic}', 'life-1', ${from} + 2 * number, ${at(timestampMs)}, ${at(recordedAtMs)} FROM numbers(${count})`);
  };
  const found = async (topic: string, perPage?: number, nowMs = droppedAtMs + 100 * hourMs) => {
    const run = new ReadRunner(engine, () => crypto.randomUUID());
    const rows = <T>(statement: ReadStatement) => (asked.push(statement.doing), run.rows<T>(statement));
    const query = { topic, settleMs: 120_000, nowMs };
    const { findings, cut } = await rowsInDropped({ rows } as unknown as ReadRunner, query, undefined, perPage);
    return { offsets: findings.map(({ first, last }) => `${first}-${last}`), cut };
  };

  it('are found behind any number of stretches that were read again, which are asked about together', async () => {
    const topic = 'again.orders';
    await drop(topic);
    await store(topic, { from: 0, count: 10 });
    await insert(`blocks (topic, topicId, first, last, count, recordedAt)
      SELECT '${topic}', 'life-1', 0, 19, 10, ${at(againMs)}`);
    await store(topic, { from: 31, count: 3 });
    asked.length = 0;
    expect(await found(topic)).toEqual({ offsets: ['31-31', '33-33', '35-35'], cut: false });
    expect(asked.filter((doing) => doing === 'reading the manifest')).toHaveLength(1);
    expect(await found(topic, 4)).toEqual(await found(topic));
    // A page that is full is followed by one that is not.
    expect(await found(topic, 13)).toEqual(await found(topic));
  });

  it('are named up to a number, and said to be more', async () => {
    const topic = 'many.orders';
    await drop(topic);
    await store(topic, { from: 0, count: 1_000 });
    expect(await found(topic)).toMatchObject({ offsets: { length: 1_000 }, cut: false });
    await store(topic, { from: 5_000 });
    expect(await found(topic)).toMatchObject({ offsets: { length: 1_000 }, cut: true });
    expect((await found(topic, 64)).cut).toBe(true);
  });

  it('are not named while they may just be deleted; those that no retention deletes are', async () => {
    const topic = 'leaving.orders';
    await drop(topic);
    const oldMs = olderThanMs - hourMs;
    await store(topic, { from: 0, recordedAtMs: oldMs });
    await store(topic, { from: 10, recordedAtMs: oldMs, timestampMs: Date.UTC(2100, 0, 1) });
    await store(topic, { from: 20, recordedAtMs: oldMs, timestampMs: olderThanMs });
    await store(topic, { from: 30, recordedAtMs: olderThanMs, timestampMs: oldMs });
    const kept = ['20-20', '30-30'];
    expect((await found(topic, undefined, droppedAtMs + 2.9 * hourMs)).offsets).toEqual(kept);
    expect((await found(topic, undefined, droppedAtMs + 3.1 * hourMs)).offsets).toEqual(['0-0', '10-10', ...kept]);
  });
});
