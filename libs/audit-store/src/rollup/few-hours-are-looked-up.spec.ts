import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { analyticsSubjects, systemClock, type AnalyticsQuestion, type AnalyticsSubject } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { analyticsStatement } from './analytics-statement.js';

const hourMs = 60 * 60 * 1000;
const tenYears = 87_600;
const startMs = Date.UTC(2016, 0, 1);
const toMs = startMs + tenYears * hourMs;
const subjects = Object.keys(analyticsSubjects) as AnalyticsSubject[];

describe('a question about a day of ten years', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-hours-'));
  let connections: AuditConnections;

  beforeAll(async () => {
    await (await openAuditStore({ dataDir })).close();
    connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    await connections.writer.command({
      query: `INSERT INTO rollup_hours (basis, build, hour) SETTINGS async_insert = 0
        SELECT arrayJoin(['record', 'event', 'delivery']), 1, toDateTime(${startMs / 1000} + number * 3600, 'UTC')
        FROM numbers(${tenYears})`,
    });
  });
  afterAll(async () => {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each(subjects)('looks up the builds of its own hours only: %s', async (subject) => {
    const [measure] = analyticsSubjects[subject].measures;
    const range = { fromMs: toMs - 24 * hourMs, toMs, limit: 10 };
    const question = { subject, measures: [measure], groupBy: [], filter: {}, interval: null, ...range };
    const coverage = { openFromMs: toMs, dirtyHoursMs: [toMs - hourMs], days: [] };
    const { query, params } = analyticsStatement(question as unknown as AnalyticsQuestion, coverage);
    const read = `EXPLAIN ESTIMATE ${query}`;
    const answer = await connections.reader.query({ query: read, query_params: { ...params }, format: 'JSONEachRow' });
    const tables = await answer.json<{ readonly table: string; readonly rows: string }>();
    const hours = tables.find(({ table }) => table === 'rollup_hours');
    // A granule or two of 8,192 rows.
    expect(Number(hours?.rows)).toBeLessThan(20_000);
  });
});
