import { afterEach, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { memoryTransport, noMetrics, silentLogger, type AuditStore } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { AuditBackground } from './audit-background.js';
import { StoreReadiness } from './store-readiness.js';

const topic = 'retail.orders';
const minuteMs = 60_000;
/** Half past midnight: the quiet hours begin half an hour later. */
const startMs = Date.UTC(2026, 2, 31, 0, 30);

let background: AuditBackground | undefined;
afterEach(() => background?.onModuleDestroy());

/** The work in the background over a store that notes when it was asked what, in minutes. */
async function started() {
  const clock = virtualClock({ startMs });
  const asked: Record<string, number[]> = {};
  const note = async <T>(what: string, answer: T): Promise<T> => {
    (asked[what] ??= []).push((clock.nowMs() - startMs) / minuteMs);
    return answer;
  };
  const state: { failure: SpillwayError | undefined } = { failure: undefined };
  const page = { ranges: 0, records: 0, droppedRanges: 0, supersededRanges: 0, findings: [], nextCursor: null };
  const store = {
    probe: async () => {
      await note('probe', undefined);
      if (state.failure !== undefined) throw state.failure;
      return Math.floor(clock.steadyMs() / 1_000);
    },
    boards: { rollUp: () => note('rollUp', 0) },
    coverage: () => note('coverage', []),
    verify: () => note('verify', page),
    verifiedTo: () => note('verifiedTo', undefined),
    noteVerified: () => note('noteVerified', undefined),
    storedTopics: () => Promise.resolve([topic]),
    dropExpired: (of: string, olderThanMs: number) =>
      note(`drop ${of} before ${new Date(olderThanMs).toISOString().slice(0, 10)}`, 0),
    mergeClosedDays: () => note('merge', 0),
  } as unknown as AuditStore;
  const transport = memoryTransport();
  await transport.admin().ensureTopics([{ name: topic, partitions: 1 }]);
  let timesBack = 0;
  const probing = new StoreReadiness(store, () => (timesBack += 1), clock);
  const upkeep = { retention: { [topic]: 30 }, quietHours: '1-2' };
  const parts = { store, topics: [topic], ...upkeep, logger: silentLogger, metrics: noMetrics };
  background = new AuditBackground(parts, transport, clock, probing);
  background.onApplicationBootstrap();
  return { clock, asked, state, probing, timesBack: () => timesBack };
}

it('rolls up, checks, drops and merges, each in its time, and merges in the quiet hours only', async () => {
  const { clock, asked } = await started();
  await clock.advance(100 * minuteMs);
  expect(asked['rollUp']!.slice(0, 3)).toEqual([0, 0.5, 1]);
  expect(asked['coverage']!.slice(0, 3)).toEqual([5, 15, 25]);
  expect(asked['verify']).toEqual(asked['coverage']);
  expect([asked['verifiedTo'], asked['noteVerified']]).toEqual([[5], [5]]);
  expect(asked[`drop ${topic} before 2026-03-01`]).toEqual([3, 63]);
  expect(asked['merge']).toEqual([30, 40, 50, 60, 70, 80]);
});

it('is ready while the store takes inserts, and says what keeps it from it', async () => {
  const { clock, state, probing, timesBack } = await started();
  const store = (): unknown => probing.readiness;
  await clock.advance(0);
  expect(store()).toEqual({ ready: true });
  state.failure = new SpillwayError('SPW-7012', 'ClickHouse failed: NOT_ENOUGH_SPACE');
  await clock.advance(15_000);
  expect(store()).toEqual({ ready: false, reason: expect.stringContaining('SPW-7012') });
  state.failure = undefined;
  expect(timesBack()).toBe(0);
  await clock.advance(15_000);
  expect(store()).toEqual({ ready: true });
  expect(timesBack()).toBe(1);
});

it('does nothing more once the app has closed', async () => {
  const { clock, asked } = await started();
  await clock.advance(minuteMs);
  await background!.onModuleDestroy();
  const before = JSON.stringify(asked);
  await clock.advance(100 * minuteMs);
  expect(JSON.stringify(asked)).toBe(before);
});
