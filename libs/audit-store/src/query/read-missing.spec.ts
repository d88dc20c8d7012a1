import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import * as fc from 'fast-check';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, auditRow, loggedPartition } from '../spec-support/audit-records.js';
import type { OffsetRun } from './offset-runs.js';
import { readMissing, type MissingLimits } from './read-missing.js';
import { ReadRunner } from './read-runner.js';

describe('offsets without a row', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-missing-'));
  let store: AuditStore;
  let engine: AuditConnections;
  let run: ReadRunner;
  let topics = 0;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    run = new ReadRunner(engine, () => crypto.randomUUID());
  });
  afterAll(async () => {
    await engine.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const newTopic = (): string => `t${(topics += 1)}.orders`;
  const lose = (topic: string, from: number, to: number) =>
    engine.control.command({
      query: `ALTER TABLE events DELETE WHERE topic = '${topic}' AND offset BETWEEN ${from} AND ${to} SETTINGS mutations_sync = 2`,
    });
  /** Transactions of one record and its marker each, ten of them to a block. */
  const transactions = (topic: string, blocks: number) =>
    store.append(
      Array.from({ length: blocks }, (_, block) => {
        const rows = Array.from({ length: 10 }, (_record, index) => auditRow(20 * block + 2 * index));
        return auditBlock(0, 0, { topic, firstOffset: 20 * block, lastOffset: 20 * block + 19, rows });
      }),
    );
  const missingOf = (topic: string, upTo: number, limits?: MissingLimits) =>
    readMissing(run, loggedPartition({ topic }), { bounds: { start: 0, end: upTo, upTo }, ...(limits && { limits }) });
  const markers = (from: number, to: number): readonly OffsetRun[] =>
    Array.from({ length: (to - from) / 2 }, (_, index) => {
      const first = from + 2 * index + 1;
      return { first, last: first };
    });

  it('are explained by blocks that have all their rows, one by one, and by no other', async () => {
    const topic = newTopic();
    await transactions(topic, 5);
    expect(await missingOf(topic, 100)).toEqual({ unexplained: [], explained: markers(0, 100) });
    await lose(topic, 50, 50);
    const { unexplained, explained } = await missingOf(topic, 100);
    // Nothing tells what was a record of a block that lost one, and what was not.
    expect(unexplained).toEqual([...markers(40, 48), { first: 49, last: 51 }, ...markers(52, 60)]);
    expect(explained).toEqual([...markers(0, 40), ...markers(60, 100)]);
  });

  it('are found behind any number of explained ones', async () => {
    const topic = newTopic();
    await transactions(topic, 5);
    await lose(topic, 80, 99);
    const limits = { maxUnexplained: 1, maxExplained: 7 };
    const { unexplained, explained } = await missingOf(topic, 100, limits);
    expect(unexplained).toEqual([{ first: 80, last: 99 }]);
    expect(explained).toEqual(markers(0, 14));
  });

  it('count as one from the last on that is listed', async () => {
    const topic = newTopic();
    await store.append([0, 10, 20, 30, 40].map((first) => auditBlock(first, first + 4, { topic })));
    const limits = { maxUnexplained: 2, maxExplained: 0 };
    expect((await missingOf(topic, 45, limits)).unexplained).toEqual([
      { first: 5, last: 9 },
      { first: 15, last: 19 },
      { first: 25, last: 44 },
    ]);
    expect((await missingOf(topic, 45)).unexplained).toHaveLength(4);
  });

  it('lie before the first row, behind the last, and where there is none at all', async () => {
    const topic = newTopic();
    expect(await missingOf(topic, 7)).toEqual({ unexplained: [{ first: 0, last: 6 }], explained: [] });
    await store.append([auditBlock(0, -1, { topic, firstOffset: 2, lastOffset: 4, rows: [] })]);
    expect(await missingOf(topic, 7)).toEqual({
      unexplained: [
        { first: 0, last: 1 },
        { first: 5, last: 6 },
      ],
      explained: [{ first: 2, last: 4 }],
    });
  });

  it('are what a plain calculation says, for any blocks and losses, however they overlap and repeat', async () => {
    const anyBlock = fc.record({
      first: fc.nat(30),
      width: fc.integer({ min: 1, max: 12 }),
      empty: fc.uniqueArray(fc.nat(42), { maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyBlock, { minLength: 1, maxLength: 6 }),
        fc.nat(42),
        fc.nat(3),
        async (asked, at, n) => {
          const topic = newTopic();
          const blocks = asked.map(({ first, width, empty }) => {
            const offsets = Array.from({ length: width }, (_, index) => first + index);
            return { first, last: first + width - 1, offsets: offsets.filter((offset) => !empty.includes(offset)) };
          });
          for (const { first, last, offsets } of blocks) {
            const rows = offsets.map((offset) => auditRow(offset));
            await store.append([auditBlock(0, 0, { topic, firstOffset: first, lastOffset: last, rows })]);
          }
          if (n > 0) await lose(topic, at, at + n - 1);
          const there = new Set(blocks.flatMap(({ offsets }) => offsets));
          for (let lost = at; lost < at + n; lost += 1) there.delete(lost);
          const all = Array.from({ length: 45 }, (_, offset) => offset);
          const whole = blocks.filter(
            ({ first, last, offsets }) =>
              all.filter((offset) => offset >= first && offset <= last && there.has(offset)).length === offsets.length,
          );
          const isExplained = (offset: number) => whole.some(({ first, last }) => offset >= first && offset <= last);
          const missing = all.filter((offset) => !there.has(offset));
          const found = await missingOf(topic, 45);
          expect(offsetsOf(found.unexplained)).toEqual(missing.filter((offset) => !isExplained(offset)));
          expect(offsetsOf(found.explained)).toEqual(missing.filter(isExplained));
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

function offsetsOf(runs: readonly OffsetRun[]): readonly number[] {
  return runs.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}
