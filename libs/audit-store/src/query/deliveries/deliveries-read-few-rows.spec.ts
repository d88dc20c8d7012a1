import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../connection/open-embedded-connections.js';
import { openAuditStore } from '../../open-audit-store.js';
import { storedRecord } from '../../spec-support/journey-records.js';
import { ReadRunner, readLimits, type ReadStatement } from '../read-runner.js';
import { deliveriesOf } from './deliveries-of.js';
import { readKeys } from './read-keys.js';

const days = 12;
const entriesPerDay = 50_000;
const startMs = Date.UTC(2026, 2, 1);

it('deliveries and keys of records cost what lies about them, however much was stored later', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-deliveries-'));
  await (await openAuditStore({ dataDir })).close();
  const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  try {
    for (let day = 0; day < days; day += 1) {
      const at = startMs + day * 24 * 60 * 60 * 1000;
      await connections.writer.command({
        query: `INSERT INTO deliveries (ledgerTopic, ledgerTopicId, ledgerOffset, timestamp, groupId, originTopic,
            originOffset, originLastOffset, outcome, recordedAt) SETTINGS async_insert = 0
          SELECT 'spillway.deliveries', 'life', ${day * entriesPerDay} + number AS serial,
            fromUnixTimestamp64Milli(${at} + toInt64(number) * 1000, 'UTC') AS at, 'payments', 'retail.orders',
            serial, serial, 'completed', at FROM numbers(${entriesPerDay})`,
      });
      await connections.writer.command({
        query: `INSERT INTO events (topic, topicId, offset, timestamp, key, kind, recordedAt) SETTINGS async_insert = 0
          SELECT 'retail.orders', 'life', ${day * entriesPerDay} + number AS serial,
            fromUnixTimestamp64Milli(${at} + toInt64(number) * 1000, 'UTC') AS at, toString(serial), 'event', at
          FROM numbers(${entriesPerDay})`,
      });
    }
    const few = new FewRows(connections, () => crypto.randomUUID(), readLimits);
    const record = storedRecord({
      offset: 1_000n,
      timestampMs: startMs + 1_000_000,
      recordedAtMs: startMs + 1_000_000,
    });
    expect(await deliveriesOf(few, [record])).toMatchObject([{ origin: { offset: 1_000n } }]);
    const failure = { topic: 'retail.orders', topicId: 'life', partition: 0, position: 1_000, failedAtMs: startMs };
    expect(await readKeys(few, [{ ...failure, name: 'v1:a' }])).toEqual(new Map([['v1:a', [Buffer.from('1000')]]]));
  } finally {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 60_000);

/** Refuses to read what lies in more than a few granules. */
class FewRows extends ReadRunner {
  override rows<T>(statement: ReadStatement, signal?: AbortSignal): Promise<T[]> {
    const query = `SELECT * FROM (${statement.query} SETTINGS max_rows_to_read = ${2 * entriesPerDay})`;
    return super.rows<T>({ ...statement, query }, signal);
  }
}
