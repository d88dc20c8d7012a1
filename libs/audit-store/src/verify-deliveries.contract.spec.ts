import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliveriesTopic } from '@spillway/events';
import { systemClock, type AuditStore, type VerificationQuery } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { baseMs } from './spec-support/audit-records.js';
import { completedRow, ledgerBlock, notedRow } from './spec-support/ledger-records.js';

describe('verification of the delivery ledger', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-verify-ledger-'));
  let store: AuditStore;
  let tamper: AuditConnections;
  let nowMs = baseMs - 7_200_000;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir, clock: { ...systemClock, nowMs: () => nowMs } });
    tamper = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    const ranges = [
      { first: 0, last: 4 },
      { first: 7, last: 9 },
    ];
    const rows = Array.from({ length: 300 }, (_, offset) => {
      return offset % 2 === 0
        ? completedRow(offset, { ranges })
        : notedRow(offset, { causeClass: `it's "ö" ${offset}` });
    });
    const tombstone = completedRow(300, {});
    await store.append([ledgerBlock([...rows, { ...tombstone, kind: 'tombstone', value: null, payloadJson: null }])]);
    await store.append([ledgerBlock([notedRow(0)], { partition: 1 })]);
    nowMs += 600_000;
  });
  afterAll(async () => {
    await tamper.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const command = (query: string) => tamper.control.command({ query });
  const found = async (query: Omit<VerificationQuery, 'limit'> = {}) => {
    const { findings } = await store.verify({ ...query, limit: 1_000 });
    return findings.map(({ problem, partition, first, last, expectedRecords, foundRecords }) => {
      return [problem, partition, Number(first), Number(last), expectedRecords, foundRecords];
    });
  };
  /** What it finds after a change; then what was there is put back. */
  const foundAfter = async (change: string) => {
    await command('CREATE TABLE kept AS deliveries');
    await command('INSERT INTO kept SELECT * FROM deliveries');
    await command(change);
    const findings = await found();
    await command('TRUNCATE TABLE deliveries');
    await command('INSERT INTO deliveries SELECT * FROM kept SETTINGS insert_deduplicate = 0');
    await command('DROP TABLE kept SYNC');
    return findings;
  };
  const alter = (change: string) => `ALTER TABLE deliveries ${change} SETTINGS mutations_sync = 1`;
  const forge = (values: string, of: string) =>
    `INSERT INTO deliveries SELECT * REPLACE (${values}) FROM (SELECT * FROM deliveries WHERE ${of}) SETTINGS insert_deduplicate = 0`;
  // Three entries for two records; 250 records at a time.
  const firstPage = (entries: number) => ['misstated', 0, 0, 249, 375, entries];

  it('finds nothing wrong in what was entered, again after it was entered anew', async () => {
    expect(await found()).toEqual([]);
    await command(alter('DELETE WHERE ledgerOffset IN (4, 299)'));
    expect(await found()).toEqual([firstPage(373), ['misstated', 0, 250, 300, 75, 74]]);
    expect(await store.mendDeliveries()).toBe(3);
    nowMs += 600_000;
    expect(await found()).toEqual([]);
  });

  it.each([
    ["UPDATE outcome = 'completed' WHERE ledgerOffset = 3", 375],
    ["UPDATE fingerprint = '' WHERE ledgerOffset = 3", 375],
    ['UPDATE bucketCounts = arrayReverse(bucketCounts) WHERE ledgerOffset = 2 AND entry = 0', 375],
    ['UPDATE lastOffset = 8 WHERE ledgerOffset = 2 AND entry = 1', 375],
    ['DELETE WHERE ledgerOffset = 2 AND entry = 1', 374],
  ])('finds %s', async (change, entries) => {
    expect(await foundAfter(alter(change))).toEqual([firstPage(entries)]);
  });

  it('finds an entry that its record does not have, and one at another time', async () => {
    expect(await foundAfter(forge('5 AS entry', 'ledgerOffset = 2 AND entry = 1'))).toEqual([firstPage(376)]);
    const later = forge('timestamp + toIntervalDay(3) AS timestamp', 'ledgerOffset = 2 AND entry = 1');
    expect(await foundAfter(later)).toEqual([['misstated', 0, 2, 2, 0, 1]]);
  });

  it.each(['5000 AS ledgerOffset', "'ledger-2' AS ledgerTopicId", '7 AS ledgerPartition', "'x' AS ledgerTopic"])(
    'finds an entry of no record: %s',
    async (values) => {
      const change = forge(values, 'ledgerOffset = 2 AND entry = 1 AND ledgerPartition = 0');
      expect(await foundAfter(change)).toEqual([
        ['misstated', expect.any(Number), expect.any(Number), expect.any(Number), 0, 1],
      ]);
    },
  );

  it('has nothing to find in what retention has dropped', async () => {
    await store.dropExpired(deliveriesTopic, baseMs + 100);
    expect(await found()).toEqual([]);
    const [left] = await (
      await tamper.control.query({ query: 'SELECT count() AS n FROM audit_deliveries', format: 'JSONEachRow' })
    ).json<{ n: number }>();
    expect(left!.n).toBe(300);
  });
});
