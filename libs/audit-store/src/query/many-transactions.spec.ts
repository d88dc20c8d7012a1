import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { loggedPartition } from '../spec-support/audit-records.js';
import { patientLimits } from './read-runner.js';

const topic = 'retail.payments';
/** More than an answer may have rows. */
const transactions = patientLimits.maxResultRows + 1;

describe('a partition of many transactions, each of a record and its marker, each stored by itself', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-transactions-'));
  const log = [loggedPartition({ topic, endOffset: BigInt(2 * transactions) })];
  let engine: AuditConnections;
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    const all = `FROM numbers(${transactions}) SETTINGS async_insert = 0`;
    const insert = (table: string, columns: string, values: string) =>
      engine.control.command({
        query: `INSERT INTO ${table} (topic, topicId, partition, ${columns}, recordedAt)
          SELECT '${topic}', 'life-1', 0, ${values}, now64(3) ${all}`,
      });
    await insert(
      'events',
      'offset, timestamp',
      "2 * number, toDateTime64('2026-03-01 10:00:00', 3) + intDiv(number, 100)",
    );
    await insert('blocks', 'first, last, count', '2 * number, 2 * number + 1, 1');
  });
  afterAll(async () => {
    await engine.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is complete, and read on from its end', async () => {
    const whole = { gaps: [], missingRecords: 0, resumeOffset: BigInt(2 * transactions) };
    expect(await store.coverage(log)).toMatchObject([
      { ...whole, storedRecords: transactions, empty: { length: 1_000 } },
    ]);
    expect(await store.coverage(log, { forResume: true })).toMatchObject([whole]);
  });

  it('has a gap where its last row but one is lost', async () => {
    const lost = 2 * (transactions - 2);
    await engine.control.command({
      query: `ALTER TABLE events DELETE WHERE offset = ${lost} SETTINGS mutations_sync = 2`,
    });
    const gap = { gaps: [{ first: BigInt(lost), last: BigInt(lost + 1) }], resumeOffset: BigInt(lost) };
    expect(await store.coverage(log)).toMatchObject([{ ...gap, missingRecords: 2 }]);
    expect(await store.coverage(log, { forResume: true })).toMatchObject([gap]);
  });
});
