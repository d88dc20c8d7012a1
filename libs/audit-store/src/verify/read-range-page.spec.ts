import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { ReadRunner, type ReadStatement } from '../query/read-runner.js';
import { migrate } from '../schema/migrate.js';
import { readRangePage } from './read-range-page.js';

const place = { timeMs: 0, topic: 'b.orders', topicId: 'life-1', partition: 1, offset: '90000' };

describe('a page of the manifest', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-range-page-'));
  let engine: AuditConnections;
  let run: ReadRunner;

  beforeAll(async () => {
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    await migrate(engine.writer);
    run = new ReadRunner(engine, () => crypto.randomUUID());
    const at = (second: number) => `toDateTime64('2026-03-01 00:00:0${second}', 3, 'UTC')`;
    for (const topic of ['a.orders', 'b.orders', 'c.orders']) {
      await engine.control.command({
        query: `INSERT INTO blocks (topic, topicId, partition, first, last, count, recordedAt)
          SELECT '${topic}', 'life-1', number % 2, intDiv(number, 2), intDiv(number, 2), 1, ${at(1)} FROM numbers(200000)`,
      });
    }
    // The last two of a topic once more, and one of them with other rows.
    await engine.control.command({
      query: `INSERT INTO blocks (topic, topicId, partition, first, last, count, recordedAt)
        VALUES ('b.orders', 'life-1', 1, 99998, 99998, 1, ${at(2)}), ('b.orders', 'life-1', 1, 99999, 99999, 0, ${at(2)})`,
    });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const plansOf = async (query: string, params: object): Promise<string> => {
    const query_params = { ...params };
    return (
      await engine.reader.query({ query: `EXPLAIN indexes = 1 ${query}`, query_params, format: 'TabSeparatedRaw' })
    ).text();
  };

  it('is read where it lies, in the order in which it lies there', async () => {
    const asked: ReadStatement[] = [];
    const noting = { rows: async (statement: ReadStatement) => (asked.push(statement), []) } as unknown as ReadRunner;
    await readRangePage(noting, { limit: 1_000 }, place);
    const [{ query, params = {} }] = asked as [ReadStatement];
    const plan = await plansOf(query, params);
    expect(plan).toContain('Read type: InOrder');
    // The ten thousand ranges that are left of the topic, and the topic behind it: 28 granules of 76.
    const granules = [...plan.matchAll(/Granules: (\d+)\/\d+/g)].map(([, read]) => Number(read));
    expect(granules.at(-1)).toBeLessThan(40);
    expect(plan).not.toContain('Aggregating');
  });

  it('goes on behind the last of the page before, through partitions and topics, and ends', async () => {
    const page = await readRangePage(run, { limit: 9_999 }, place);
    expect(page.ranges[0]).toMatchObject({ topic: 'b.orders', partition: 1, first: 90_001 });
    expect(page.isLast).toBe(false);
    const next = await readRangePage(run, { limit: 2 }, { ...place, offset: '99999' });
    expect(next.ranges).toMatchObject([
      { topic: 'c.orders', partition: 0, first: 0 },
      { topic: 'c.orders', partition: 0, first: 1 },
    ]);
    const end = { ...place, topic: 'c.orders', offset: '99998' };
    expect(await readRangePage(run, { limit: 2 }, end)).toMatchObject({ ranges: [{ first: 99_999 }], isLast: true });
  });

  it('has what was written several times alike once, with the last time, and all that begin at its end', async () => {
    const { ranges, isLast } = await readRangePage(run, { topic: 'b.orders', limit: 3 }, { ...place, offset: '99997' });
    expect(ranges.map(({ first, records, storedAtMs }) => [first, records, storedAtMs % 60_000])).toEqual([
      [99_998, 1, 2_000],
      [99_999, expect.any(Number), expect.any(Number)],
      [99_999, expect.any(Number), expect.any(Number)],
    ]);
    expect(isLast).toBe(false);
  });
});
