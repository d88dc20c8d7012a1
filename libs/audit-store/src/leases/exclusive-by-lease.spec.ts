import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClickHouseError } from '@clickhouse/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock, type Logger } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { storeFailure } from '../connection/store-failure.js';
import { exclusiveByLease } from './exclusive-by-lease.js';
import { leasesTable } from './leases-table.js';
import type { RunExclusively } from './run-exclusively.js';

type Control = AuditConnections['control'];

const outOfMemory = { message: 'memory', code: '241', type: 'MEMORY_LIMIT_EXCEEDED' };
const times = { heldMs: 2_500, renewEveryMs: 200, givenUpAfterMs: 900, lookEveryMs: 20 };

describe('work under a lease', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-leases-'));
  let engine: AuditConnections;
  let exclusively: RunExclusively;
  let running = 0;
  /** Number of those that ran beside it, by each work as it began. */
  const beside: number[] = [];
  const said: string[] = [];
  const logger: Logger = { ...silentLogger, info: (_, text) => void said.push(text) };

  beforeAll(async () => {
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    await engine.control.command({ query: leasesTable });
    exclusively = exclusiveByLease({ control: engine.control, newId: randomUUID, logger, times });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    beside.length = 0;
    said.length = 0;
    await engine.control.command({ query: 'TRUNCATE TABLE leases' });
  });

  const working = (forMs: number) => async (): Promise<void> => {
    beside.push(running++);
    await sleep(forMs);
    running -= 1;
  };
  const over = (changed: Partial<Control>): RunExclusively => {
    const { command, query } = engine.control;
    const control = { command: command.bind(engine.control), query: query.bind(engine.control), ...changed } as Control;
    return exclusiveByLease({ control, newId: randomUUID, times });
  };
  const leftBehind = (forMs: number) =>
    engine.control.command({
      query: `INSERT INTO leases SELECT 'roll-up', 'killed', now64(3) + toIntervalMillisecond(${forMs}), now64(3)`,
    });
  const leasesHeld = async (): Promise<number> => {
    const query = 'SELECT count() AS held FROM leases FINAL WHERE heldUntil > now64(3)';
    const [row] = await (await engine.control.query({ query, format: 'JSONEachRow' })).json<{ held: number }>();
    return Number(row!.held);
  };

  it('is done by one after the other, however many come at once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => exclusively('roll-up', working(30))));
    expect(beside).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('stays exclusive for as long as it takes', async () => {
    const long = exclusively('roll-up', working(times.heldMs + 500));
    while (beside.length === 0) await sleep(1);
    await Promise.all([long, exclusively('roll-up', working(1))]);
    expect(beside).toEqual([0, 0]);
  });

  it('does not keep work of another kind, or what comes after a failure', async () => {
    await leftBehind(60_000);
    await exclusively('migration', working(1));
    const failed = exclusively('migration', () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    await exclusively('migration', working(1));
    expect(beside).toEqual([0, 0]);
  });

  it('is taken over from who was killed when their time is up, and not before', async () => {
    await leftBehind(700);
    const startMs = performance.now();
    await exclusively('roll-up', working(1));
    expect(performance.now() - startMs).toBeGreaterThan(600);
    expect(said).toEqual(['Another audit app rolls up; waiting']);
    await exclusively('roll-up', working(1));
    expect(said).toHaveLength(1);
  });

  it.each([
    ['takes no sign of life', 0],
    ['leaves each without an answer for long', times.givenUpAfterMs - times.renewEveryMs + 100],
  ])('is given up before others may begin, when ClickHouse %s', async (_, failsAfterMs) => {
    let isAway = false;
    const command: Control['command'] = async (params) => {
      if (!isAway) return engine.control.command(params);
      await sleep(failsAfterMs);
      throw new Error('away');
    };
    let stoppedAfterMs = 0;
    const startMs = performance.now();
    const cut = over({ command })('roll-up', async (signal) => {
      isAway = true;
      while (!signal!.aborted) await sleep(5);
      stoppedAfterMs = performance.now() - startMs;
      signal!.throwIfAborted();
    });
    await expect(cut).rejects.toMatchObject({ code: 'SPW-7002' });
    expect(stoppedAfterMs).toBeGreaterThan(times.givenUpAfterMs);
    expect(stoppedAfterMs).toBeLessThan(times.givenUpAfterMs + 600);
    await exclusively('roll-up', working(1));
  });

  it('is not renewed by who was halted for longer than it is kept', async () => {
    let notes = 0;
    const command: Control['command'] = (params) => {
      notes += 1;
      return engine.control.command(params);
    };
    const halted = over({ command })('roll-up', async (signal) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, times.givenUpAfterMs + 100);
      while (!signal!.aborted) await sleep(5);
      // The claim is all.
      expect(notes).toBe(1);
      signal!.throwIfAborted();
    });
    await expect(halted).rejects.toMatchObject({ code: 'SPW-7002' });
  });

  it.each([
    [
      'is kept when a statement got no answer: it may still run',
      Object.assign(new Error('cut'), { code: 'ECONNRESET' }),
      1,
    ],
    ['is free at once when ClickHouse has refused a statement', new ClickHouseError(outOfMemory), 0],
  ])('%s', async (_, error, held) => {
    const failed = exclusively('roll-up', () => Promise.reject(storeFailure(error, 'rolling up')));
    await expect(failed).rejects.toMatchObject({ code: 'SPW-7002' });
    expect(await leasesHeld()).toBe(held);
  });

  it('is claimed by nobody when the claim cannot be looked at', async () => {
    let looks = 0;
    const query = ((params) =>
      ++looks === 2 ? Promise.reject(new Error('away')) : engine.control.query(params)) as Control['query'];
    await expect(over({ query })('roll-up', working(1))).rejects.toMatchObject({ code: 'SPW-7002' });
    expect(looks).toBe(2);
    expect(await leasesHeld()).toBe(0);
  });

  it('is not begun, and not waited for, by who leaves', async () => {
    await leftBehind(60_000);
    const leaving = new AbortController();
    const waiting = exclusively('roll-up', working(1), leaving.signal);
    leaving.abort(new Error('closing'));
    await expect(waiting).rejects.toThrow('closing');
    expect(beside).toEqual([]);
  });
});
