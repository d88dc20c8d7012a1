import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { insertFailures, insertVerdict } from './insert-failures.js';

describe('what a failed insert means', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-verdicts-'));
  let connections: AuditConnections;

  beforeAll(async () => {
    connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is told by codes that the engine knows by the names written here', async () => {
    const query = 'SELECT arrayMap(code -> errorCodeToName(code), {codes:Array(Int32)}) AS names';
    const codes = Object.keys(insertFailures).map(Number);
    const result = await connections.reader.query({ query, query_params: { codes }, format: 'JSONEachRow' });
    const [row] = await result.json<{ names: string[] }>();
    expect(row!.names).toEqual(Object.values(insertFailures).map(([name]) => name));
  });

  it('is to wait for an outage, a full disk, too many parts, too little memory and a body that was cut', () => {
    for (const code of ['210', '243', '252', '241', '33', '159', '242']) expect(insertVerdict({ code })).toBe('wait');
  });

  it('is the rows alone where nothing else can be meant', () => {
    for (const code of ['469', '131', '321']) expect(insertVerdict({ code })).toBe('data');
  });

  it('is to wait for whatever else comes', () => {
    const others = [
      { code: 'ECONNRESET' },
      { code: '77777' },
      { code: 'constructor' },
      new Error('x'),
      null,
      'text',
      469,
    ];
    expect(others.map(insertVerdict)).toEqual(others.map(() => 'wait'));
  });
});
