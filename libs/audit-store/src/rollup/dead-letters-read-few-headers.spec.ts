import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { spillwayHeaders } from '@spillway/events';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { deadLetters } from './subjects/dead-letters.js';

const hour = Date.UTC(2026, 2, 1, 10) / 1000;
const records = 50_000;
const headerBytes = 1_000;

it('dead letters of hours that are read live cost the headers of copies, not those of all records', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-dead-letters-'));
  await (await openAuditStore({ dataDir })).close();
  const { writer, reader, close } = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  try {
    const insert = (topic: string, rows: number, headers: string) =>
      writer.command({
        query: `INSERT INTO events (topic, topicId, offset, timestamp, recordedAt, headers) SETTINGS async_insert = 0
          SELECT '${topic}', 'life', number, toDateTime64(${hour}, 3, 'UTC') AS at, at, ${headers} FROM numbers(${rows})`,
      });
    await insert('orders', records, `[('trace', randomPrintableASCII(${headerBytes}))]`);
    await insert('orders.shop.dlq', 3, '[]');
    const sentBack = `[('${spillwayHeaders.redriveJob}', 'job'), ('${spillwayHeaders.attempt}', '0')]`;
    await insert('orders.shop.redrive', 2, sentBack);
    const params = { hours: [hour], openFrom: hour + 3_600, from: hour, to: hour + 3_600 };
    const query = `SELECT topic, group, parked, sentBack FROM (${deadLetters.liveRows})
      SETTINGS max_bytes_to_read = ${(records * headerBytes) / 4}`;
    const answer = await reader.query({ query, query_params: params, format: 'JSONEachRow' });
    expect(await answer.json()).toEqual([{ topic: 'orders', group: 'shop', parked: 3, sentBack: 2 }]);
  } finally {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
