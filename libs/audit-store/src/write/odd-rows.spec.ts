import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditStore } from '@spillway/streaming';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow, loggedPartition } from '../spec-support/audit-records.js';

const many = 100_000;

describe('rows that are too much of something', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-odd-'));
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('69 keeps a payload of 100,000 keys as one text, and gives it back', async () => {
    const payload = Object.fromEntries(Array.from({ length: many }, (_, key) => [`key-${key}`, key]));
    const row = auditRow(0, { payloadJson: Buffer.from(JSON.stringify(payload)) });
    await store.append([auditBlock(0, 0, { topic: 'keys', rows: [row] })]);
    const [record] = await store.recordsOfEvent('event-0');
    expect(record!.payload).toEqual(payload);
  });

  it('69 takes 100,000 types in one insert, and finds each', async () => {
    const rows = Array.from({ length: many }, (_, offset) => {
      const row = auditRow(offset);
      return { ...row, envelope: { ...row.envelope, id: `typed-${offset}`, type: `type-${offset}` } };
    });
    await store.append([auditBlock(0, many - 1, { topic: 'types', rows })]);
    const [partition] = await store.coverage([loggedPartition({ topic: 'types', endOffset: BigInt(many) })]);
    expect(partition).toMatchObject({ storedRecords: many, gaps: [], duplicates: 0 });
    const { records } = await store.findRecords({ type: 'type-98765', time: 'record', limit: 10 });
    expect(records.map(({ eventId }) => eventId)).toEqual(['typed-98765']);
  });
});
