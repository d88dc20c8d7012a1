import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAuditStore } from '@spillway/audit-store';
import { SpillwayError } from '@spillway/events';
import {
  memoryTransport,
  silentLogger,
  type AuditStore,
  type Logger,
  type Metrics,
  type PartitionCoverage,
} from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import type { AuditConnections } from '../../../../libs/audit-store/src/connection/audit-connections.js';
import { openEmbeddedConnections } from '../../../../libs/audit-store/src/connection/open-embedded-connections.js';
import { auditBlock } from '../../../../libs/audit-store/src/spec-support/audit-records.js';
import { StoreCheck } from './store-check.js';

const topic = 'retail.orders';
const noRanges = { ranges: 0, records: 0, droppedRanges: 0, supersededRanges: 0 };
const tenMinutesMs = 600_000;

describe('the check of the audit store', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-check-'));
  const clock = virtualClock({ startMs: Date.UTC(2026, 2, 2), impatient: true });
  const transport = memoryTransport();
  const gauges = new Map<string, number>();
  const lines: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (fields, text) => void lines.push(['error', text, fields]),
    info: (_fields, text) => void lines.push(['info', text]),
  };
  const metrics = {
    set: (name: string, value: number, labels?: { topic?: string }) => gauges.set(`${name} ${labels?.topic}`, value),
  } as unknown as Metrics;
  let store: AuditStore;
  let attacker: AuditConnections;
  let check: StoreCheck;
  let topicId: string;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir, clock });
    attacker = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock });
    await transport.admin().ensureTopics([{ name: topic, partitions: 1 }]);
    topicId = await transport.admin().topicId(topic);
    for (let offset = 0; offset < 30; offset += 1)
      await transport.sink().append({ topic, key: null, value: null, headers: {} });
    check = new StoreCheck({ store, transport, topics: [topic], clock, logger, metrics });
  });
  afterAll(async () => {
    await attacker.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const checked = async (afterMs = tenMinutesMs) => {
    await clock.sleep(afterMs);
    await check.run(new AbortController().signal);
    const of = (name: string) => gauges.get(`spillway_audit_${name} ${topic}`);
    return [of('missing_records'), of('duplicate_records'), of('mismatched_ranges')];
  };
  const alter = (change: string) =>
    attacker.control.command({ query: `ALTER TABLE events ${change} SETTINGS mutations_sync = 1` });
  const store10 = (first: number) => store.append([auditBlock(first, first + 9, { topic, topicId })]);

  it('says nothing while all is well', async () => {
    await store10(0);
    expect(await checked()).toEqual([0, 0, 0]);
    expect(lines).toEqual([]);
  });

  it('says once that records are missing, and that they are there again', async () => {
    await store10(20);
    expect(await checked()).toEqual([10, 0, 0]);
    expect(await checked()).toEqual([10, 0, 0]);
    await store10(10);
    expect(await checked()).toEqual([0, 0, 0]);
    expect(lines.splice(0)).toEqual([
      [
        'error',
        'The audit store is not complete, or not as it was written',
        { topic, missing: 10, duplicates: 0, mismatches: 0, at: undefined },
      ],
      ['info', 'The audit store is complete and as it was written again'],
    ]);
  });

  it('counts what was stored once and lies behind all that is left', async () => {
    const stored = (offset: bigint) => transport.log.group('audit').commit({ topic, partition: 0, offset });
    stored(30n);
    expect(await checked()).toEqual([0, 0, 0]);
    for (const table of ['events', 'blocks']) {
      const since = table === 'events' ? 'offset >= 20' : 'first >= 20';
      await attacker.control.command({
        query: `ALTER TABLE ${table} DELETE WHERE ${since} SETTINGS mutations_sync = 1`,
      });
    }
    expect(await checked()).toEqual([10, 0, 0]);
    expect(lines.splice(0)).toMatchObject([['error', expect.anything(), { missing: 10 }]]);
    // As one range: ClickHouse knows the insert that it lost, and would drop it.
    await store.append([auditBlock(10, 29, { topic, topicId })]);
    expect(await checked()).toEqual([0, 0, 0]);
    lines.splice(0);
  });

  it('finds within a day what was done to old ranges, at once what was done to new ones', async () => {
    await alter(`UPDATE payload = '' WHERE offset = 3`);
    expect(await checked()).toEqual([0, 0, 0]);
    expect(await checked(24 * 60 * 60 * 1000)).toEqual([0, 0, 1]);
    expect(lines.splice(0)).toMatchObject([['error', expect.anything(), { at: 'changed in 0/0-9' }]]);
    await transport.sink().append({ topic, key: null, value: null, headers: {} });
    await store.append([auditBlock(30, 30, { topic, topicId })]);
    await alter(`UPDATE payload = '' WHERE offset = 30`);
    expect(await checked()).toEqual([0, 0, 2]);
    // Written again as they lie in the log, all is well at the next look at everything.
    await store.append([auditBlock(0, 30, { topic, topicId })]);
    expect(await checked(24 * 60 * 60 * 1000)).toEqual([0, 0, 0]);
    expect(lines.splice(0)).toEqual([['info', 'The audit store is complete and as it was written again']]);
  });

  it('goes on after a start where it was, and looks at all again when something was found', async () => {
    const restarted = () => (check = new StoreCheck({ store, transport, topics: [topic], clock, logger, metrics }));
    // The last look at all found nothing, and a start makes no other one.
    await alter(`UPDATE payload = '' WHERE offset = 4`);
    restarted();
    expect(await checked()).toEqual([0, 0, 0]);
    // The range that it was written in, and the one that it was written in again.
    expect(await checked(24 * 60 * 60 * 1000)).toEqual([0, 0, 2]);
    restarted();
    expect(await checked()).toEqual([0, 0, 2]);
    lines.splice(0);
  });

  it('counts a range once however often it is found: a row of a time ahead is, by every look', async () => {
    const forged = 'retail.forged';
    await attacker.control.command({
      query: `INSERT INTO events SELECT * REPLACE (
          '${forged}' AS topic, toDateTime64('2250-01-01 00:00:00', 3, 'UTC') AS recordedAt)
        FROM events WHERE offset = 0 LIMIT 1`,
    });
    for (const look of [1, 2]) {
      await checked();
      expect([look, gauges.get(`spillway_audit_mismatched_ranges ${forged}`)]).toEqual([look, 1]);
    }
    await alter(`DELETE WHERE topic = '${forged}'`);
    lines.splice(0);
  });

  it('takes no note of the future', async () => {
    await store.noteVerified(clock.nowMs() + 1);
    check = new StoreCheck({ store, transport, topics: [topic], clock, logger, metrics });
    expect(await checked(0)).toEqual([0, 0, 2]);
  });

  it('tells what it has found when that cannot be noted, and notes it at the next turn', async () => {
    await transport.sink().append({ topic, key: null, value: null, headers: {} });
    transport.log.group('audit').commit({ topic, partition: 0, offset: 32n });
    const noted: number[] = [];
    let isReadOnly = true;
    const noting = {
      coverage: store.coverage.bind(store),
      verify: () => Promise.resolve({ ...noRanges, findings: [], cut: false, nextCursor: null }),
      verifiedTo: () => Promise.resolve(undefined),
      noteVerified: (toMs: number) =>
        isReadOnly ? Promise.reject(new Error('read-only')) : Promise.resolve(void noted.push(toMs)),
    };
    check = new StoreCheck({ store: noting, transport, topics: [topic], clock, logger, metrics });
    gauges.clear();
    lines.length = 0;
    const verifiedAtMs = clock.nowMs();
    await expect(checked(0)).rejects.toThrow('read-only');
    expect(gauges.get(`spillway_audit_missing_records ${topic}`)).toBe(1);
    expect(lines.splice(0)).toMatchObject([['error', expect.anything(), { missing: 1, mismatches: 0 }]]);
    isReadOnly = false;
    await checked();
    await checked();
    // The wait for records on their way came between, and rows of the last three minutes may still be.
    expect(noted).toEqual([verifiedAtMs + 30_000 - 180_000]);
  });

  it('gives up when the app closes', async () => {
    await expect(check.run(AbortSignal.abort(new Error('closing')))).rejects.toThrow('closing');
  });

  it('tells what is missing although rows cannot be hashed, and then not that all is well', async () => {
    const tooLong = new SpillwayError('SPW-7005', 'too long');
    let missingRecords = 0;
    const failing = {
      coverage: () => Promise.resolve([{ topic, missingRecords, duplicates: 0 } as PartitionCoverage]),
      verify: () => Promise.reject(tooLong),
      verifiedTo: () => Promise.resolve(undefined),
      noteVerified: () => Promise.resolve(),
    };
    check = new StoreCheck({ store: failing, transport, topics: [topic], clock, logger, metrics });
    gauges.clear();
    lines.length = 0;
    missingRecords = 4;
    await expect(checked(0)).rejects.toBe(tooLong);
    expect([...gauges]).toEqual([
      [`spillway_audit_missing_records ${topic}`, 4],
      [`spillway_audit_duplicate_records ${topic}`, 0],
    ]);
    expect(lines.splice(0)).toMatchObject([['error', expect.anything(), { missing: 4 }]]);
    missingRecords = 0;
    await expect(checked(0)).rejects.toBe(tooLong);
    expect(gauges.get(`spillway_audit_missing_records ${topic}`)).toBe(0);
    expect(lines).toEqual([]);
  });
});
