import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditBlock, AuditRow, AuditStore, AnalyticsQuestion, Clock } from '@spillway/streaming';
import { isLongProof } from '../../../../test/support/is-long-proof.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditRow } from '../spec-support/audit-records.js';

const hourMs = 60 * 60 * 1000;
const startMs = Date.UTC(2026, 2, 1, 10, 30);
const settleMs = 120_000;
const topics = ['retail.orders', 'retail.payments', 'retail.orders.revenue.dlq'];

/** A generator of numbers, the same for the same seed. */
function mulberry(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Writes at random places of time and keeps a list of what exists, by position. */
class Writer {
  readonly records = new Map<string, AuditRow & { readonly topic: string; readonly recordedAtMs: number }>();
  readonly #blocks: AuditBlock[] = [];
  readonly #next = new Map<string, number>();

  constructor(
    private readonly store: () => AuditStore,
    private readonly clock: { nowMs(): number },
    private readonly random: (below: number) => number,
  ) {}

  /** New records: most of now, some up to two days late. */
  async write(): Promise<void> {
    const topic = topics[this.random(topics.length)]!;
    const partition = this.random(2);
    const first = this.#next.get(`${topic}/${partition}`) ?? 0;
    const count = 1 + this.random(20);
    this.#next.set(`${topic}/${partition}`, first + count);
    const rows = Array.from({ length: count }, (_, index) => {
      const late = this.random(5) === 0 ? this.random(48 * hourMs) : 0;
      return auditRow(first + index, {
        timestampMs: this.clock.nowMs() - late,
        schemaId: this.random(2),
        key: this.random(10) === 0 ? null : Buffer.from(`customer-${this.random(6)}`),
        envelope: { id: `${topic}-${partition}-${first + index}`, source: '/shop', type: `t${this.random(3)}` },
      });
    });
    await this.#append({ topic, topicId: 'life', partition, firstOffset: first, lastOffset: first + count - 1, rows });
  }

  /** A part of what was written before, again, in another block. */
  async writeAgain(): Promise<void> {
    const block = this.#blocks[this.random(Math.max(1, this.#blocks.length))];
    if (block === undefined) return;
    const from = this.random(block.rows.length);
    const rows = block.rows.slice(from);
    await this.#append({ ...block, firstOffset: rows[0]!.offset, rows });
  }

  async #append(block: AuditBlock): Promise<void> {
    await this.store().append([block]);
    this.#blocks.push(block);
    for (const row of block.rows) {
      this.records.set(`${block.topic}/${block.partition}/${row.offset}`, {
        ...row,
        topic: block.topic,
        recordedAtMs: this.clock.nowMs(),
      });
    }
  }

  /** Counted here, record by record. */
  count(question: AnalyticsQuestion, groupOf: (row: AuditRow & { topic: string }) => string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const row of this.records.values()) {
      if (row.timestampMs < question.fromMs || row.timestampMs >= question.toMs) continue;
      const unit = question.interval === 'day' ? 24 * hourMs : hourMs;
      const time = question.interval === null ? '' : Math.floor(row.timestampMs / unit) * unit;
      const group = `${time}|${groupOf(row)}`;
      counts[group] = (counts[group] ?? 0) + 1;
    }
    return counts;
  }
}

describe('rollups with what is read live', () => {
  let dataDir: string;
  let store: AuditStore;
  let nowMs: number;
  const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: async () => {} };

  beforeEach(async () => {
    nowMs = startMs;
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-rollups-'));
    store = await openAuditStore({ dataDir, clock, settleMs });
  });
  afterEach(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const ask = async (question: AnalyticsQuestion) => (await store.boards.ask(question)).rows;
  const volume = (interval: 'hour' | 'day' | null): AnalyticsQuestion => ({
    subject: 'records',
    measures: ['records'],
    groupBy: ['topic', 'type', 'schemaId'],
    filter: {},
    interval,
    fromMs: Date.UTC(2026, 1, 27),
    toMs: Date.UTC(2026, 2, 9),
    limit: 10_000,
  });

  it.each(isLongProof ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 2])(
    'are what a count of all records gives, whatever is late, written twice or rolled up when (seed %i)',
    async (seed) => {
      const random = mulberry(seed);
      const writer = new Writer(() => store, clock, random);
      let rolledUp = 0;
      for (let step = 0; step < (isLongProof ? 80 : 28); step += 1) {
        const action = random(10);
        if (action < 5) await writer.write();
        else if (action < 7) await writer.writeAgain();
        else if (action < 9) rolledUp += await store.boards.rollUp();
        nowMs += random(3) === 0 ? random(2 * hourMs) : random(settleMs);
        if (step % 4 !== 3) continue;
        for (const interval of ['hour', 'day', null] as const) {
          const question = volume(interval);
          const found = await ask(question);
          const groups = found.map(({ timeMs, topic, type, schemaId, records }) => [
            `${timeMs ?? ''}|${topic} ${type} ${schemaId}`,
            records,
          ]);
          expect(Object.fromEntries(groups)).toEqual(
            writer.count(question, (row) => `${row.topic} ${row.envelope.type} ${row.schemaId}`),
          );
        }
        const question: AnalyticsQuestion = { ...volume(null), subject: 'keys', groupBy: ['topic', 'key'] };
        const keys = await ask({ ...question, measures: ['records', 'recordsAtMost'] });
        const byKey = writer.count(question, (row) => `${row.topic} ${row.key?.toString()}`);
        expect(Object.fromEntries(keys.map(({ topic, key, records }) => [`|${topic} ${key}`, records]))).toEqual(
          Object.fromEntries(Object.entries(byKey).filter(([name]) => !name.endsWith(' undefined'))),
        );
        expect(keys.every(({ records, recordsAtMost }) => records === recordsAtMost)).toBe(true);
      }
      expect(rolledUp).toBeGreaterThan(0);
    },
    isLongProof ? 600_000 : 120_000,
  );

  it('take from a rollup what is in it, and read again what was added to it', async () => {
    const block = (first: number, timestampMs: number): AuditBlock => ({
      topic: topics[0]!,
      topicId: 'life',
      partition: 0,
      firstOffset: first,
      lastOffset: first,
      rows: [auditRow(first, { timestampMs })],
    });
    const total = async () => (await ask({ ...volume(null), groupBy: [] }))[0]?.['records'] ?? 0;
    await store.append([block(0, startMs - 5 * hourMs)]);
    nowMs += settleMs + 1;
    expect(await store.boards.rollUp()).toBe(2);
    expect(await store.boards.rollUp()).toBe(0);
    // The same hour of the past: late.
    await store.append([block(1, startMs - 5 * hourMs)]);
    expect(await total()).toBe(2);
    expect(await store.boards.rollUp()).toBe(0);
    nowMs += settleMs + 1;
    expect(await store.boards.rollUp()).toBe(2);
    expect(await total()).toBe(2);
  });

  it('are made once when they are asked for twice at once', async () => {
    const rows = [auditRow(0, { timestampMs: startMs - 5 * hourMs })];
    await store.append([{ topic: topics[0]!, topicId: 'life', partition: 0, firstOffset: 0, lastOffset: 0, rows }]);
    nowMs += settleMs + 1;
    const runs = await Promise.all([store.boards.rollUp(), store.boards.rollUp()]);
    expect(await ask({ ...volume(null), groupBy: [] })).toEqual([{ timeMs: null, records: 1 }]);
    expect(runs).toEqual([2, 0]);
  });

  it('have the last moment of an hour, alone in its insert', async () => {
    const lastMs = Date.UTC(2026, 2, 1, 8) - 1;
    const rows = [auditRow(0, { timestampMs: lastMs })];
    await store.append([{ topic: topics[0]!, topicId: 'life', partition: 0, firstOffset: 0, lastOffset: 0, rows }]);
    const hour = { ...volume('hour'), groupBy: [], fromMs: lastMs + 1 - hourMs, toMs: lastMs + 1 };
    const once = [{ timeMs: lastMs + 1 - hourMs, records: 1 }];
    expect(await ask(hour)).toEqual(once);
    nowMs += settleMs + 1;
    await store.boards.rollUp();
    expect(await ask(hour)).toEqual(once);
  });

  it('stay right wherever a run is cut off, and whenever it goes on', async () => {
    const writer = new Writer(() => store, clock, mulberry(9));
    const count = async () => (await ask({ ...volume(null), groupBy: [] })).map(({ records }) => records)[0];
    let cuts = 0;
    for (let isCut = true; isCut;) {
      // Hours of their own each time, so that every statement has something to write.
      for (let step = 0; step < 3; step += 1) await writer.write();
      nowMs += 3 * hourMs;
      isCut = await cutBefore(cuts, (signal) => store.boards.rollUp(signal));
      expect([cuts, await count()]).toEqual([cuts, writer.records.size]);
      if (isCut) cuts += 1;
    }
    // Of hours of records alone: a reading of two hours, four tables, their hour and the mark.
    expect(cuts).toBeGreaterThan(6);
    await writer.writeAgain();
    expect(await count()).toBe(writer.records.size);
  });
});

/** Stops a run before the statement of that number, from 0; false when it has no more than those before. */
async function cutBefore(number: number, run: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  const controller = new AbortController();
  const { signal } = controller;
  let asked = 0;
  // What each statement does before it goes out.
  signal.throwIfAborted = () => {
    if (asked++ === number) controller.abort(new Error('stopped'));
    AbortSignal.prototype.throwIfAborted.call(signal);
  };
  try {
    await run(signal);
    return false;
  } catch (error) {
    if (error !== signal.reason) throw error;
    return true;
  }
}
