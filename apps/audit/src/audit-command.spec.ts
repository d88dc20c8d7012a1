import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { OrderPlaced, knownEvents } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';
import { runCli } from '../../../libs/cli/src/program/run-cli.js';
import { auditedTopics, startAuditApp } from './index.js';

describe('spillway audit … asked of the audit app', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-command-'));
  const transport = memoryTransport();
  let app: RunningApp;

  beforeAll(async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 2 })));
    const newId = () => crypto.randomUUID();
    const publisher = new EventPublisher({ sink: transport.sink(), codec, clock: systemClock, newId });
    for (let number = 0; number < 20; number += 1) {
      const payload = { invoiceNo: `${number}`, customerId: null, country: 'x', placedAt: new Date(0), lines: [] };
      await publisher.publish(OrderPlaced, payload, { source: '/shop', id: `order-${number}` });
    }
    const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
    app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
    for (;;) {
      const { complete } = (await (await fetch(`${app.url}/audit/completeness`)).json()) as { complete: boolean };
      if (complete) break;
      await systemClock.sleep(50);
    }
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const spillway = async (...args: string[]) => {
    const printed = { stdout: '', stderr: '' };
    const exitCode = await runCli(['audit', ...args], {
      workingDir: '/',
      env: { SPILLWAY_AUDIT_URL: app.url },
      stdout: (text) => (printed.stdout += text),
      stderr: (text) => (printed.stderr += text),
    });
    return { exitCode, ...printed };
  };

  it('finds events, one event and its journey', async () => {
    const events = await spillway(
      'query',
      'events',
      '--topic',
      'retail.orders',
      '--event-id',
      'order-7',
      '-o',
      'ndjson',
    );
    expect(events).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(events.stdout)).toMatchObject({ eventId: 'order-7', type: 'retail.orders.OrderPlaced' });
    expect((await spillway('query', 'event', 'order-7')).stdout).toContain('"invoiceNo":"7"');
    expect((await spillway('query', 'journey', 'order-7')).stdout).toContain('published');
    for (const list of ['deliveries', 'failures']) expect((await spillway('query', list)).exitCode).toBe(0);
    expect((await spillway('query', 'events', '--from', 'yesterday')).stderr).toContain('SPW-4010');
  });

  it('verifies, and finds what somebody changed', async () => {
    const well = await spillway('verify');
    expect(well).toMatchObject({ exitCode: 0, stderr: '' });
    expect(well.stdout).toMatch(/20 records in \d+ ranges verified: all is well\.\n$/);
    const attacker = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    const query = `ALTER TABLE events UPDATE payload = '{}' WHERE eventId = 'order-7' SETTINGS mutations_sync = 1`;
    await attacker.control.command({ query });
    const altered = await spillway('verify', '--topic', 'retail.orders', '-o', 'json');
    await attacker.close();
    expect(altered.exitCode).toBe(3);
    expect(JSON.parse(altered.stdout)).toMatchObject({ ok: false, findings: [{ problem: 'changed' }] });
  });
});
