import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAuditStore } from '@spillway/audit-store';
import { systemClock, type AuditBlock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from '../../libs/audit-store/src/connection/audit-connections.js';
import { openEmbeddedConnections } from '../../libs/audit-store/src/connection/open-embedded-connections.js';
import { auditBlock, auditRow, baseMs } from '../../libs/audit-store/src/spec-support/audit-records.js';
import { tamperWith, tamperingKinds, type TamperedRange } from '../support/audit-tampering.js';
import { Random } from '../support/random.js';

const seed = 20_261_127;
const ranges = 2_000;
const tamperings = 1_000;
/** One part, or one rewrite of the rows, for several: each of them costs a tenth of a second. */
const atOnce = 25;
const topics = ['retail.orders', 'retail.payments'];
const partitions = 4;
const topicId = 'life-1';
/** Offsets of every partition that retention drops. */
const droppedOffsets = 200;
const hourMs = 3_600_000;

describe('verification finds what was done to stored rows', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-tampered-'));
  const random = new Random(seed);
  let store: AuditStore;
  let attacker: AuditConnections;
  let written: TamperedRange[];

  beforeAll(async () => {
    let nowMs = baseMs - hourMs;
    store = await openAuditStore({ dataDir, clock: { ...systemClock, nowMs: () => nowMs } });
    written = writtenRanges(random);
    await store.append(written.map(blockOf));
    nowMs = baseMs + hourMs;
    for (const topic of topics) await store.dropExpired(topic, baseMs + droppedOffsets);
    // A deletion that was just noted may not be over.
    nowMs += 2 * hourMs;
    attacker = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await attacker.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const nameOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }, offset: unknown) =>
    `${topic}/${partition}/${String(offset)}`;
  const found = async (): Promise<string[]> => {
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await store.verify({ limit: 500, ...(cursor === null ? {} : { cursor }) });
      names.push(...page.findings.map((finding) => nameOf(finding, finding.first)));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return names.sort();
  };

  it(`each of ${tamperings} edits, deletes, reorders and inserts, and nothing else`, async () => {
    expect(await found()).toEqual([]);
    const uncut = written.filter(({ first, isDropped }) => isDropped || first >= droppedOffsets);
    const chosen = uncut.map((range) => ({ range, order: random.next() })).toSorted((a, b) => a.order - b.order);
    const expected: string[] = [];
    const inserts: string[] = [];
    const alters: string[] = [];
    const done = new Map<string, number>();
    for (const { range } of chosen.slice(0, tamperings)) {
      const { kind, insert, alter, foundAt } = tamperWith(range, random);
      if (insert !== undefined) inserts.push(insert);
      if (alter !== undefined) alters.push(alter);
      expected.push(nameOf(range, foundAt));
      done.set(kind, (done.get(kind) ?? 0) + 1);
    }
    for (const some of inGroups(inserts, atOnce)) {
      const query = `INSERT INTO events ${some.join(' UNION ALL ')} SETTINGS async_insert = 0`;
      await attacker.control.command({ query });
    }
    for (const some of inGroups(alters, atOnce)) {
      await attacker.control.command({ query: `ALTER TABLE events ${some.join(', ')} SETTINGS mutations_sync = 1` });
    }
    expect([...done.keys()].sort()).toEqual([...tamperingKinds].sort());
    expect(Math.min(...done.values())).toBeGreaterThan(20);
    expect(await found()).toEqual(expected.sort());
  }, 600_000);
});

function inGroups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size),
  );
}

/** Ranges of one to eight offsets, some without a record, with room for a row between them. */
function writtenRanges(random: Random): TamperedRange[] {
  const next = new Map<string, number>();
  return Array.from({ length: ranges }, () => {
    const [topic, partition] = [random.pick(topics), random.below(partitions)];
    const first = next.get(`${topic}/${partition}`) ?? 0;
    const last = first + random.below(8);
    next.set(`${topic}/${partition}`, last + 3);
    const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const offsets = all.filter((offset) => offset === first || random.isTrue(0.85));
    const isDropped = last < droppedOffsets;
    return { topic, partition, first, last, offsets, outside: last + 1, isDropped };
  });
}

function blockOf({ topic, partition, first, last, offsets }: TamperedRange): AuditBlock {
  const rows = offsets.map((offset) => auditRow(offset));
  return auditBlock(first, last, { topic, topicId, partition, rows });
}
