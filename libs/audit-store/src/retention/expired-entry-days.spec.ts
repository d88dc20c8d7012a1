import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { deliveriesTopic } from '@spillway/events';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { ReadRunner, patientLimits } from '../query/read-runner.js';
import { expiredEntryDays } from './expired-entry-days.js';

const dayMs = 24 * 60 * 60 * 1000;
const days = 8;
const recordsPerDay = 200_000;
const startMs = Date.UTC(2026, 2, 1);
const readAgainMs = startMs + 20 * dayMs;
/** Enough for the records of one day. */
const maxMemoryBytes = 128 * 1024 * 1024;

it('takes the memory of one day, also when the ledger was read again and none of its records has expired', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-expired-'));
  await (await openAuditStore({ dataDir })).close();
  const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  try {
    const moment = (ms: number) => `fromUnixTimestamp64Milli(${ms}, 'UTC')`;
    const serials = (day: number) =>
      `SELECT '${deliveriesTopic}', 'the-life-of-the-ledger', number, ${moment(startMs + day * dayMs)}, ${moment(readAgainMs)}
        FROM numbers(${recordsPerDay})`;
    for (let day = 0; day < days; day += 1) {
      for (const into of [
        'events (topic, topicId, offset, timestamp, recordedAt)',
        'deliveries (ledgerTopic, ledgerTopicId, ledgerOffset, timestamp, recordedAt)',
      ])
        await connections.writer.command({ query: `INSERT INTO ${into} ${serials(day)} SETTINGS async_insert = 0` });
    }
    const run = new ReadRunner(connections, () => crypto.randomUUID(), { ...patientLimits, maxMemoryBytes });
    const expiry = { topic: deliveriesTopic, olderThanMs: startMs + 10 * dayMs, storedBeforeMs: startMs + 10 * dayMs };
    const expired = () => expiredEntryDays(run, { ...expiry, settledBeforeMs: readAgainMs + 1 });
    expect(await expired()).toEqual([]);
    await connections.writer.command({
      query: `ALTER TABLE events DELETE WHERE timestamp = ${moment(startMs + 3 * dayMs)} AND offset = 7 SETTINGS mutations_sync = 1`,
    });
    expect(await expired()).toEqual(['2026-03-04']);
  } finally {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 60_000);
