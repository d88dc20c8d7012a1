import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { auditDeadLetterTopic, knownEvents, ordersTopic } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { deadLetterOf, memoryTransport, silentLogger, systemClock, type LogFields } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import type { AuditConnections } from '../../../libs/audit-store/src/connection/audit-connections.js';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';
import { readAll } from '../../../test/support/read-topic.js';
import { auditedTopics, startAuditApp } from './index.js';

const refusedValue = Buffer.from([0, 0, 0, 0, 9, 255, 0, 39]);

describe('the audit app with a table that refuses some records', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-refused-'));
  const transport = memoryTransport();
  const alarms: LogFields[] = [];
  const logger = { ...silentLogger, error: (fields: LogFields) => void alarms.push(fields) };
  let engine: AuditConnections;
  let app: RunningApp;

  const append = (id: string) =>
    transport.sink().append({
      topic: ordersTopic,
      partition: 0,
      key: Buffer.from('customer'),
      value: refusedValue,
      headers: { ce_id: id, ce_source: '/shop', ce_type: 't', 'spillway-group': 'forged', x: ['1', '2'] },
    });
  const completeness = async () => {
    const answer = await fetch(`${app.url}/audit/completeness?topic=${ordersTopic}`);
    return (await answer.json()) as { complete: boolean; partitions: Record<string, unknown>[] };
  };

  beforeAll(async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 2 })));
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    app = await startAuditApp({
      environment: { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0' },
      transport,
      codec: avroCodec({ registry, definitions: knownEvents }),
      logger,
    });
    const query = "ALTER TABLE events ADD CONSTRAINT unforeseen CHECK eventId NOT LIKE 'refused-%'";
    await engine.control.command({ query });
  });
  afterAll(async () => {
    await app.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('commits nothing while the copies cannot be kept', async () => {
    for (let event = 0; event < 40; event += 1) await append(event === 17 ? 'refused-17' : `event-${event}`);
    const isReady = async (): Promise<boolean> => (await fetch(`${app.url}/health/ready`)).status === 200;
    await waitUntil('it waits', async () => !(await isReady()), 20_000);
    const committed = await transport.admin().committed('audit', [ordersTopic]);
    expect(committed.filter(({ offset }) => offset > 0n)).toEqual([]);
    expect((await completeness()).complete).toBe(false);
  }, 30_000);

  it('68 stores the rest, keeps a copy with the reason, counts it, and says so', async () => {
    await transport.admin().ensureTopics([{ name: auditDeadLetterTopic, partitions: 3 }]);
    await waitUntil('all is accounted for', async () => (await completeness()).complete, 20_000);
    const [partition] = (await completeness()).partitions;
    expect(partition).toMatchObject({ partition: 0, stored: 39, missing: 0, gaps: [], refused: 1, lag: 0 });
    const [letter] = await readAll(transport, auditDeadLetterTopic, 1);
    expect(letter).toMatchObject({ key: Buffer.from('customer'), value: refusedValue });
    const { x, 'untrusted-spillway-group': forged } = letter!.headers;
    expect([String(x), String(forged)]).toEqual(['1,2', 'forged']);
    expect(deadLetterOf(letter!)).toMatchObject({
      group: 'audit',
      origin: { topic: ordersTopic, partition: 0, offset: 17, topicId: await transport.admin().topicId(ordersTopic) },
      last: {
        errorClass: 'AuditRowsRefused',
        code: 'SPW-7011',
        message: expect.stringContaining('VIOLATED_CONSTRAINT'),
      },
      eventId: 'refused-17',
    });
    expect(alarms).toContainEqual(
      expect.objectContaining({ errorCode: 'SPW-7011', records: 1, first: expect.objectContaining({ offset: 17 }) }),
    );
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain(`spillway_audit_refused_records_total{topic="${ordersTopic}"} 1`);
  }, 30_000);
});
