import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnalyticsQuestion, AuditStore, Clock } from '@spillway/streaming';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, baseMs } from '../spec-support/audit-records.js';
import { completedRow, ledgerBlock, notedRow } from '../spec-support/ledger-records.js';

const hourMs = 60 * 60 * 1000;

describe('figures of deliveries', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-deliveries-hourly-'));
  let nowMs = baseMs + 1_000;
  const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: async () => {} };
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir, clock });
    const ranges = {
      ranges: [
        { first: 0, last: 4 },
        { first: 6, last: 10 },
      ],
    };
    const rows = [
      completedRow(0, ranges),
      notedRow(1),
      notedRow(2, { outcome: 'retried', attempt: 2 }),
      notedRow(3, { outcome: 'dead_lettered', toTier: null, durationUs: 40_000 }),
      notedRow(4, { outcome: 'completed', fromTier: '1s', toTier: null }),
    ];
    await store.append([ledgerBlock(rows)]);
    // Records 0 to 10, a millisecond apart; stored twice, and of another life of the topic.
    await store.append([auditBlock(0, 10), auditBlock(0, 10, { topicId: 'life-0' })]);
    await store.append([auditBlock(2, 6)]);
    await store.append([ledgerBlock(rows.slice(1, 3))]);
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const ask = async (question: Pick<AnalyticsQuestion, 'subject' | 'measures' | 'groupBy'>) => {
    const whole = { filter: {}, interval: null, fromMs: baseMs - hourMs, toMs: baseMs + hourMs, limit: 10 };
    return (await store.boards.ask({ ...question, ...whole } as AnalyticsQuestion)).rows;
  };
  const check = async (): Promise<void> => {
    const outcomes = await ask({
      subject: 'deliveries',
      measures: ['deliveries', 'completed', 'retried', 'deadLettered', 'errorRate', 'retryRate'],
      groupBy: ['group'],
    });
    expect(outcomes).toEqual([
      {
        timeMs: null,
        group: 'inventory',
        deliveries: 10,
        completed: 10,
        retried: 0,
        deadLettered: 0,
        errorRate: 0,
        retryRate: 0,
      },
      {
        timeMs: null,
        group: 'payments',
        deliveries: 4,
        completed: 1,
        retried: 2,
        deadLettered: 1,
        errorRate: 0.25,
        retryRate: 0.5,
      },
    ]);
    const times = await ask({ subject: 'processing', measures: ['deliveries', 'p50Ms', 'p99Ms'], groupBy: ['group'] });
    expect(times.map(({ group, deliveries }) => [group, deliveries])).toEqual([
      ['inventory', 10],
      ['payments', 4],
    ]);
    const shown = [times[0]!['p50Ms'], times[1]!['p50Ms'], times[1]!['p99Ms']].map(Number);
    for (const [index, ms] of [9, 20, 40].entries()) expect(Math.abs(shown[index]! / ms - 1)).toBeLessThan(0.03);
    const waits = await ask({
      subject: 'waits',
      measures: ['deliveries', 'queueP50Ms', 'endToEndP50Ms', 'endToEndP99Ms'],
      groupBy: ['group'],
    });
    // Ranges ended at 500 ms at the latest and took 5 ms each; the notes of record 3 stand at 200 ms, two of them ends.
    expect(waits).toMatchObject([
      { group: 'inventory', deliveries: 10 },
      { group: 'payments', deliveries: 2 },
    ]);
    const near = (value: unknown, ms: number) => expect(Math.abs(Number(value) / ms - 1)).toBeLessThan(0.03);
    near(waits[0]!['queueP50Ms'], 490);
    near(waits[0]!['endToEndP99Ms'], 500);
    near(waits[1]!['queueP50Ms'], 177);
    near(waits[1]!['endToEndP50Ms'], 197);
  };

  it('count each delivery once, read live', check);

  it('do so from rollups', async () => {
    nowMs += 3 * hourMs;
    expect(await store.boards.rollUp()).toBeGreaterThan(0);
    await check();
  });

  it('count a record once of which two ranges tell, as after a rebalance', async () => {
    const range = (first: number, last: number) => ({ ranges: [{ first, last }], count: last - first + 1 });
    // Of the same moment, in other ledger records: the next owner began below, and another one lies inside.
    const rows = [
      completedRow(60, { group: 'twice', ...range(0, 6) }),
      completedRow(61, { group: 'twice', ...range(4, 10), appVersion: '2.0.0' }),
      completedRow(62, { group: 'twice', ...range(5, 6), appVersion: '2.0.0' }),
    ];
    await store.append([ledgerBlock(rows, { partition: 2 })]);
    const counts = async () => {
      const outcomes = await ask({
        subject: 'deliveries',
        measures: ['deliveries', 'completed'],
        groupBy: ['group', 'version'],
      });
      const waits = await ask({ subject: 'waits', measures: ['deliveries'], groupBy: ['group'] });
      return [...outcomes, ...waits].filter(({ group }) => group === 'twice');
    };
    const once = [
      { timeMs: null, group: 'twice', version: '1.0.0', deliveries: 7, completed: 7 },
      { timeMs: null, group: 'twice', version: '2.0.0', deliveries: 4, completed: 4 },
      { timeMs: null, group: 'twice', deliveries: 11 },
    ];
    expect(await counts()).toEqual(once);
    nowMs += 3 * hourMs;
    expect(await store.boards.rollUp()).toBeGreaterThan(0);
    expect(await counts()).toEqual(once);
  });

  it('survive a ledger record that tells of more than there can be', async () => {
    const ranges = [{ first: 0, last: Number.MAX_SAFE_INTEGER - 1 }];
    await store.append([ledgerBlock([completedRow(50, { group: 'liar', ranges })], { partition: 1 })]);
    const waits = () => ask({ subject: 'waits', measures: ['deliveries'], groupBy: ['group'] });
    expect(await waits()).toContainEqual({ timeMs: null, group: 'liar', deliveries: 11 });
    nowMs += 3 * hourMs;
    expect(await store.boards.rollUp()).toBeGreaterThan(0);
    expect(await waits()).toContainEqual({ timeMs: null, group: 'liar', deliveries: 11 });
  });
});
