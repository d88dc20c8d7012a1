import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { AnalyticsQuestion } from '@spillway/streaming';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { leaseTimes } from '../leases/exclusive-by-lease.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow } from '../spec-support/audit-records.js';

const settleMs = 120_000;
const hourMs = 60 * 60 * 1000;
const hour = Date.UTC(2026, 2, 1, 9);

it('an hour keeps the figures of the app that went on, whatever one that was cut off has still running', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-late-'));
  let nowMs = hour + 1.5 * hourMs;
  const clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: async () => {} };
  const store = await openAuditStore({ dataDir, clock, settleMs });
  const { writer, close } = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock });
  const records = async (): Promise<unknown> => {
    const asked = { subject: 'records', measures: ['records'], groupBy: [], filter: {}, interval: null, limit: 10 };
    const question = { ...asked, fromMs: hour, toMs: hour + hourMs } as AnalyticsQuestion;
    return (await store.boards.ask(question)).rows.map((row) => row['records']);
  };
  try {
    const rows = [0, 1, 2].map((offset) => auditRow(offset, { timestampMs: hour + offset }));
    await store.append([auditBlock(0, 2, { rows })]);
    nowMs += settleMs + 1;
    const cutOff = nowMs;
    nowMs += leaseTimes.heldMs;
    expect(await store.boards.rollUp()).toBeGreaterThan(0);
    const late = [
      // As if it had read the hour before all of it was there.
      `INSERT INTO records_hourly SELECT * REPLACE (toUInt64(${cutOff}) AS build, toUInt64(1) AS records) FROM records_hourly`,
      `INSERT INTO rollup_hours (basis, hour, build) SELECT 'record', toDateTime(${hour / 1000}, 'UTC'), ${cutOff}`,
      `INSERT INTO rollup_marks (basis, recordedBefore) SELECT 'record', fromUnixTimestamp64Milli(${cutOff - settleMs}, 'UTC')`,
      ...['records_hourly', 'rollup_hours', 'rollup_marks'].map((table) => `OPTIMIZE TABLE ${table} FINAL`),
    ];
    for (const query of late) {
      await writer.command({ query });
      expect({ query, records: await records() }).toEqual({ query, records: [3] });
    }
    expect(await store.boards.rollUp()).toBe(0);
  } finally {
    await close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
