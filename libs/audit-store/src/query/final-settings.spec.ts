import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow, baseMs } from '../spec-support/audit-records.js';
import { finalSettings } from './final-settings.js';

const dayMs = 24 * 60 * 60 * 1000;

it('a read of one hour with FINAL opens the parts of its day, and gives one of two copies', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-final-'));
  const store = await openAuditStore({ dataDir });
  const { reader, control, close } = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  await control.command({ query: 'SYSTEM STOP MERGES events' });
  const onDay = (offset: number, day: number) => auditRow(offset, { timestampMs: baseMs + day * dayMs + offset });
  await store.append([auditBlock(0, 0, { rows: [onDay(0, 0)] })]);
  await store.append([auditBlock(1, 1, { rows: [onDay(1, 1)] })]);
  await store.append([auditBlock(2, 2, { rows: [onDay(2, 2)] })]);
  // The first again, as after a crash, with other boundaries.
  await store.append([auditBlock(0, 3, { rows: [onDay(0, 0), onDay(3, 0)] })]);
  const hour = `SELECT count() FROM audit_events WHERE timestamp >= toDateTime(${baseMs / 1000}, 'UTC')
    AND timestamp < toDateTime(${baseMs / 1000 + 3_600}, 'UTC')`;
  const text = async (query: string) => (await reader.query({ query, format: 'TabSeparatedRaw' })).text();
  const opened = async (settings: string) =>
    /Parts: \d+\/\d+/.exec(await text(`EXPLAIN indexes = 1 ${hour}${settings}`))![0];
  // What it is good for: once this is no longer so, it can go.
  expect(await opened('')).toBe('Parts: 4/4');
  expect(await opened(` SETTINGS ${finalSettings}`)).toBe('Parts: 2/4');
  expect(await text(`${hour} SETTINGS ${finalSettings}`)).toBe('2\n');
  await close();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);
