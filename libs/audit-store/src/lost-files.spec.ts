import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { removeLastFiles, type LostFiles } from '../../../test/support/audit-proof/remove-last-files.js';
import { openAuditStore, type AuditStoreOptions } from './open-audit-store.js';
import { auditBlock, loggedPartition } from './spec-support/audit-records.js';
import { completedRow, ledgerBlock } from './spec-support/ledger-records.js';

const tables = ['events', 'blocks', 'deliveries'];
const orders = auditBlock(0, 99);
const ledger = ledgerBlock([completedRow(0), completedRow(1)]);
const log = [
  loggedPartition({ endOffset: 100n }),
  loggedPartition({ topic: ledger.topic, topicId: ledger.topicId, endOffset: 2n }),
];

describe('a store that lost files while it was stopped', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-lost-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  /** What the store holds as it is opened, and again after the same blocks were written: rows of the log, entries of the ledger. */
  const held = async (options: Partial<AuditStoreOptions> = {}) => {
    const store = await openAuditStore({ dataDir, ...options });
    const count = async () => {
      const coverage = await store.coverage(log);
      const { deliveries } = await store.findDeliveries({ limit: 10 });
      return [...coverage.map(({ storedRecords }) => storedRecords), deliveries.length];
    };
    const found = await count();
    await store.append([orders, ledger]);
    const written = await count();
    await store.close();
    return { found, written };
  };

  it.each<[LostFiles, readonly number[]]>([
    ['part', [0, 0, 0]],
    ['deduplication log', [100, 2, 2]],
    ['both', [0, 0, 0]],
  ])('has every row again, once, when the same blocks are written again: %s', async (lost, left) => {
    await held();
    await removeLastFiles(dataDir, tables, lost);
    expect(await held()).toEqual({ found: left, written: [100, 2, 2] });
  });

  it('would not with tokens that come again: ClickHouse knows those of rows that are gone', async () => {
    const newId = (): string => 'always the same';
    await held({ newId });
    await removeLastFiles(dataDir, tables, 'part');
    expect(await held({ newId })).toEqual({ found: [0, 0, 0], written: [0, 0, 0] });
  });
});
