import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, loggedPartition } from './spec-support/audit-records.js';

const dataDir = mkdtempSync(join(tmpdir(), 'spillway-final-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** What coverage says of a partition whose records were written twice, in other blocks. */
async function duplicatesAfterWritingTwice(topic: string): Promise<number> {
  const store = await openAuditStore({ dataDir });
  await store.append([auditBlock(0, 99, { topic })]);
  await store.append([auditBlock(50, 149, { topic })]);
  const [coverage] = await store.coverage([loggedPartition({ topic, endOffset: 150n })]);
  await store.close();
  return coverage!.duplicates;
}

it('a view without FINAL is found out by the count of duplicates', async () => {
  expect(await duplicatesAfterWritingTwice('whole.orders')).toBe(0);
  const { writer, close } = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
  await writer.command({ query: 'CREATE OR REPLACE VIEW audit_events AS SELECT * FROM events' });
  // Parts would merge by and by, and hide it.
  await writer.command({ query: 'SYSTEM STOP MERGES events' });
  await close();
  expect(await duplicatesAfterWritingTwice('planted.orders')).toBe(50);
});
