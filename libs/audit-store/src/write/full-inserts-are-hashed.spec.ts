import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditRowBytes, systemClock, type AuditStore } from '@spillway/streaming';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow } from '../spec-support/audit-records.js';
import { fullInsertBytes } from './full-insert-bytes.js';

const mebibyte = 1024 * 1024;
/** The least that the engine is given. */
const engineBytes = 512 * mebibyte;
const writtenBytes = 32 * mebibyte;

describe('inserts that are full', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-full-'));
  let nowMs = Date.UTC(2026, 2, 20);
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir, engineBytes, clock: { ...systemClock, nowMs: () => nowMs } });
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([100, 1_000, 20_000, 200_000])(
    'can be hashed by the smallest engine, with values of %d bytes',
    async (valueBytes) => {
      const topic = `values-of-${valueBytes}`;
      const value = Buffer.alloc(valueBytes, 'v');
      const payloadJson = Buffer.from(JSON.stringify({ value: 'p'.repeat(valueBytes) }));
      const count = Math.ceil(writtenBytes / auditRowBytes(auditRow(0, { value, payloadJson })));
      const rows = Array.from({ length: count }, (_, offset) => auditRow(offset, { value, payloadJson }));
      await store.append([auditBlock(0, count - 1, { topic, rows })]);
      nowMs += 60 * 60 * 1000;
      const { findings, ranges, records } = await store.verify({ topic, limit: 1_000 });
      expect(findings).toEqual([]);
      expect(records).toBe(count);
      expect(ranges).toBeGreaterThanOrEqual(Math.ceil(writtenBytes / fullInsertBytes(64 * mebibyte, engineBytes)));
    },
    120_000,
  );
});

it('is as large as is wanted where there is memory enough', () => {
  expect(fullInsertBytes(64 * mebibyte, undefined)).toBe(64 * mebibyte);
  expect(fullInsertBytes(26 * mebibyte, 2048 * mebibyte)).toBe(26 * mebibyte);
});
