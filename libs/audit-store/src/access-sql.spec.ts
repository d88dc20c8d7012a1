import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';

const file = join(import.meta.dirname, '../../../deploy/clickhouse/access.sql');
const text = readFileSync(file, 'utf8').replaceAll(/^--.*$/gm, '');
const statements = text
  .split(';')
  .map((statement) => statement.trim())
  .filter((statement) => statement !== '');

/** What only a server can do is read here as far as the engine parses it. */
describe('the access rights for a server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-access-'));
  let engine: AuditConnections;

  beforeAll(async () => {
    await (await openAuditStore({ dataDir })).close();
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const rowsOf = async <T>(query: string, query_params = {}): Promise<T[]> => {
    const result = await engine.reader.query({ query, query_params, format: 'JSONEachRow' });
    return result.json<T>();
  };

  it.each(statements)('are statements of ClickHouse: %s', async (statement) => {
    const [row] = await rowsOf<{ text: string }>('SELECT formatQuery({statement:String}) AS text', { statement });
    expect(row!.text).not.toBe('');
  });

  it('set limits anew whenever they are run: what only creates them changes none that are there', () => {
    const limiting = statements.filter((statement) => /\b(?:MAX \d|MAX queries|max_)/.test(statement));
    expect(limiting.map((statement) => statement.split(/\s/, 1)[0])).toEqual(['ALTER', 'ALTER']);
  });

  it('name every view of the store, twice: whose rights it is read with, and that readers may read it', async () => {
    const views = await rowsOf<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View' ORDER BY name`,
    );
    const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => ({ name })).sort(byName);
    expect(views.length).toBeGreaterThan(10);
    expect(named(/^ALTER TABLE spillway\.(\w+) MODIFY SQL SECURITY DEFINER/gm)).toEqual(views);
    expect(named(/^GRANT SELECT ON spillway\.(\w+) TO spillway_reader/gm)).toEqual(views);
  });
});

function byName(one: { readonly name?: string }, other: { readonly name?: string }): number {
  return one.name! < other.name! ? -1 : 1;
}
