import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { silentLogger } from '@spillway/streaming';
import { startAuditAnswers } from '../../../../test/support/start-audit-answers.js';

const lines: { readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[] = [];
const logger = {
  ...silentLogger,
  info: (fields: Readonly<Record<string, unknown>>, message: string) => void lines.push({ fields, message }),
};

const store = {
  findRecords: async () => ({ records: [], nextCursor: null }),
  failures: async () => {
    throw new SpillwayError('SPW-7005', 'too long');
  },
  exportRecords: async ({ eventId }: { readonly eventId?: string }) => ({
    rows: 3,
    chunks: (async function* () {
      yield Buffer.from('a\nb\nc\n');
      if (eventId === 'breaks') throw new SpillwayError('SPW-7002', 'gone');
    })(),
  }),
  boards: { ask: async () => ({ rows: [{ timeMs: null, records: 1 }], truncated: false }), span: async () => null },
};

let app: RunningApp;
beforeAll(async () => void (app = await startAuditAnswers(store, undefined, logger)));
beforeEach(() => void lines.splice(0));
afterAll(() => app.close());

const readingOf = async (path: string, init?: RequestInit) => {
  const answer = fetch(`${app.url}${path}`, init);
  // One that breaks off is no answer.
  await answer.then((given) => given.text()).catch(() => {});
  return lines.filter(({ message }) => message === 'Audit data was read').map(({ fields }) => fields);
};
const line = (method: string, route: string, rows: number) => {
  return { method, route, rows, clientAddress: '127.0.0.1', tookMs: expect.any(Number) };
};

it('16.3.2 an answer out of the store is logged: what was asked, from where, how much it was, and none of the values', async () => {
  const secret = 'customer-17850';
  expect(await readingOf(`/audit/events?eventId=${secret}`)).toEqual([line('GET', '/audit/events', 0)]);
  expect(JSON.stringify(lines)).not.toContain(secret);
});

it('16.3.2 so is an export, and a question of the boards', async () => {
  expect(await readingOf('/audit/export')).toEqual([{ ...line('GET', '/audit/export', 3), whole: true }]);
  lines.splice(0);
  expect(await readingOf('/analytics/volume')).toEqual([line('GET', '/analytics/:board', 1)]);
  lines.splice(0);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ subject: 'records', measures: ['records'] });
  expect(await readingOf('/analytics/query', { method: 'POST', headers, body })).toEqual([
    line('POST', '/analytics/query', 1),
  ]);
});

it('16.3.2 an export that breaks off is not logged as read to its end', async () => {
  expect(await readingOf('/audit/export?eventId=breaks')).toEqual([
    { ...line('GET', '/audit/export', 3), whole: false },
  ]);
});

it.each(['/audit/export', '/audit/events'])('16.3.2 of a head no row is logged: %s', async (route) => {
  expect(await readingOf(route, { method: 'HEAD' })).toEqual([line('HEAD', route, 0)]);
});

it.each(['/audit/failures', '/health/live', '/audit/events?nonsense=1'])(
  'what gives nothing out is not: %s',
  async (path) => {
    expect(await readingOf(path)).toEqual([]);
  },
);
