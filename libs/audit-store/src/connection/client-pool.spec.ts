import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import { ReadRunner, patientLimits } from '../query/read-runner.js';
import { backgroundStatement } from '../rollup/background-statement.js';
import { InfileBlockWriter } from '../write/infile-block-writer.js';
import type { AuditConnections } from './audit-connections.js';
import { openEmbeddedConnections } from './open-embedded-connections.js';
import { readFailure, storeFailure } from './store-failure.js';

/** Takes minutes. */
const endless = {
  query: 'SELECT count() AS n FROM numbers(100000000000) WHERE sipHash64(number) = 1',
  doing: 'counting',
};

describe('who shares a client of the embedded engine', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-pool-'));
  let connections: AuditConnections;
  const runner = (failure: typeof readFailure, name: 'background' | 'resumer'): ReadRunner => {
    const clients = { ...connections, pools: { readers: connections.pools[name] } };
    return new ReadRunner(clients, () => crypto.randomUUID(), patientLimits, failure);
  };

  beforeAll(async () => {
    connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('80 and leaves while it waits for another runner or a statement in the background, never asks', async () => {
    const [first, second] = [runner(readFailure, 'background'), runner(storeFailure, 'background')];
    const gone = new AbortController();
    const long = first.rows(endless, gone.signal).catch(() => {});
    await systemClock.sleep(200);
    const left = new AbortController();
    const waiting = [
      second.rows({ query: 'SELECT 1', doing: 'reading' }, left.signal),
      backgroundStatement(
        connections,
        { query: 'INSERT INTO nothing SELECT 1', params: {}, id: 'late', doing: 'inserting' },
        left.signal,
      ),
    ].map((asked) => asked.catch(() => 'left'));
    left.abort();
    // At once, though the first runs for minutes.
    expect(await Promise.all(waiting)).toEqual(['left', 'left']);
    expect(await runner(storeFailure, 'resumer').rows({ query: 'SELECT 1 AS n', doing: 'resuming' })).toEqual([
      { n: 1 },
    ]);
    gone.abort();
    await long;
    expect(await second.rows({ query: 'SELECT 2 AS n', doing: 'reading' })).toEqual([{ n: 2 }]);
  }, 30_000);

  it('80 has an insert wait in one line with the question where inserts go on', async () => {
    const { pools, stagingDir } = connections;
    const order: string[] = [];
    let answer!: () => void;
    const question = pools.resumer.run(() => new Promise<void>((resolve) => (answer = resolve)));
    const insert = { table: 'nothing', columns: ['n'], bytes: Buffer.alloc(4), token: 't' };
    const refused = new InfileBlockWriter(pools.writer, stagingDir!).insert(insert).catch(() => order.push('inserted'));
    await systemClock.sleep(200);
    order.push('answered');
    answer();
    await Promise.all([question, refused]);
    expect(order).toEqual(['answered', 'inserted']);
  });
});
