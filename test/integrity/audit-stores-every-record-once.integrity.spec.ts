import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAuditStore } from '@spillway/audit-store';
import { auditLog } from '../support/children/audit-log.js';
import { startSource, type SourceProcess } from '../support/source-process.js';

const writer = 'test/support/children/audit-writer.ts';
const { topic, topicId, partitions, recordsPerPartition } = auditLog;
const rounds = 3;

describe('the audit store has every record once', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const numberIn = async (child: SourceProcess, line: RegExp): Promise<number> =>
    Number(/\d+/.exec(await child.line(line))![0]);

  it('after SIGKILL between insert and commit, in an insert, and with other round sizes after each', async () => {
    let inserted = 0;
    for (let life = 1; life <= 5; life += 1) {
      const holdsCommit = life % 2 === 1;
      const child = startSource(writer, [dataDir, String(life), ...(holdsCommit ? [String(rounds)] : [])]);
      const from = await numberIn(child, /^from/);
      // The life before ended with an insert that was not committed: it is read and stored again.
      if (life > 1 && !holdsCommit) expect(from).toBeLessThan(inserted);
      for (let round = 0; round < rounds; round += 1) inserted = await numberIn(child, /^inserted/);
      // After a pause the next insert is somewhere in the middle.
      if (!holdsCommit) {
        await child.line(/^committed/);
        await new Promise((resolve) => setTimeout(resolve, life));
      }
      await child.kill('SIGKILL');
    }
    const last = startSource(writer, [dataDir, '9']);
    await last.line(/^complete/);
    await last.kill('SIGTERM');

    const store = await openAuditStore({ dataDir });
    const endOffset = BigInt(recordsPerPartition);
    const log = partitions.map((partition) => ({ topic, topicId, partition, beginOffset: 0n, endOffset }));
    const coverage = await store.coverage(log);
    const { records, events } = await store.totals();
    await store.close();
    for (const partition of coverage) {
      expect(partition).toMatchObject({ storedRecords: recordsPerPartition, duplicates: 0, gaps: [] });
      expect(partition.completeUpTo.nextOffset).toBe(endOffset);
    }
    expect({ records, events }).toEqual({
      records: partitions.length * recordsPerPartition,
      events: { [topic]: partitions.length * recordsPerPartition },
    });
  }, 120_000);
});
