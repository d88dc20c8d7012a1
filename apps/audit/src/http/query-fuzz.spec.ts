import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAuditStore } from '@spillway/audit-store';
import type { RunningApp } from '@spillway/nest';
import { analyticsSubjects, memoryTransport, type AnalyticsSubject, type AuditStore } from '@spillway/streaming';
import * as fc from 'fast-check';
import { isLongProof } from '../../../../test/support/is-long-proof.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { startAuditAnswers } from '../../../../test/support/start-audit-answers.js';
import { auditBlock, baseMs } from '../../../../libs/audit-store/src/spec-support/audit-records.js';
import { completedRow, ledgerBlock, notedRow } from '../../../../libs/audit-store/src/spec-support/ledger-records.js';
import { boardNames } from '../analytics/boards.js';

const topic = 'retail.orders';
const records = 300;
const none = () => Promise.resolve([]);
/** A store that holds nothing and takes any question: what reaches it has passed the checks. */
const emptyStore = {
  findRecords: () => Promise.resolve({ records: [], nextCursor: null }),
  findDeliveries: () => Promise.resolve({ deliveries: [], nextCursor: null }),
  failures: () => Promise.resolve({ failures: [], isCut: false }),
  sample: none,
  recordsOfEvent: none,
  deliveriesOf: none,
  journey: () => Promise.resolve(undefined),
  coverage: none,
  verify: () =>
    Promise.resolve({
      ranges: 0,
      records: 0,
      droppedRanges: 0,
      supersededRanges: 0,
      findings: [],
      cut: false,
      nextCursor: null,
    }),
  totals: () => Promise.resolve({ events: {}, repeatedEvents: 0, records: 0 }),
  exportRecords: () => Promise.resolve({ rows: 0, chunks: (async function* () {})() }),
  boards: { ask: () => Promise.resolve({ rows: [], truncated: false }), span: () => Promise.resolve(null) },
  close: () => Promise.resolve(),
};

type Open = (dataDir: string) => Promise<Pick<AuditStore, 'close'>>;
/** With how often each is asked. To the engine as well: what it cannot read of a value would be a failure of the app. */
const stores: readonly (readonly [string, Open, number])[] = [
  ['a store that takes any question', async () => emptyStore, isLongProof ? 10_000 : 1_000],
  ['the engine', openFilled, isLongProof ? 10_000 : 200],
];

async function openFilled(dataDir: string): Promise<AuditStore> {
  const store = await openAuditStore({ dataDir });
  await store.append([auditBlock(0, records - 1, { topic }), ledgerBlock([completedRow(0), notedRow(1)])]);
  await store.boards.rollUp();
  return store;
}

const names = [
  ...['topic', 'type', 'key', 'eventId', 'correlationId', 'time', 'from', 'to', 'limit', 'cursor', 'group', 'handler'],
  ...[
    'outcome',
    'fingerprint',
    'n',
    'format',
    'source',
    'as',
    'partition',
    'offset',
    'tenant',
    'FORMAT',
    'interval',
    '__proto__',
    'constructor',
  ],
];
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    ...[
      "' OR 1=1 --",
      '{x:Identifier}',
      '%',
      '%%',
      '../..',
      'null',
      'true',
      '-1',
      '1e9',
      '0x10',
      '9'.repeat(30),
      '\u0000',
    ],
    ...[
      '2026-01-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      '10000-01-01T00:00:00Z',
      'csv',
      'parquet',
      'hour',
      'day',
      'dead_lettered',
      '5',
      '\r\n',
    ],
  ),
);
const anyName = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: hostile });
const suffix = fc.constantFrom('', '', '', '', '[]', '[$gt]', '[0][x]', '.x');
const anyPair = fc.tuple(anyName, suffix, hostile);
/** Of each route a question that is answered; of one record or journey only where there is one. */
const plainQuestions: Readonly<Record<string, string>> = {
  'audit/events': `topic=${topic}&type=retail.orders.OrderPlaced&limit=5`,
  'audit/deliveries': 'group=payments',
  'audit/failures': 'group=payments',
  'audit/sample': 'type=retail.orders.OrderPlaced&n=2',
  'audit/export': `topic=${topic}&format=csv`,
  'audit/completeness': `topic=${topic}`,
  'audit/verification': `topic=${topic}`,
  'audit/summary': '',
  analytics: '',
  ...Object.fromEntries(boardNames.map((name) => [`analytics/${name}`, 'interval=day&limit=5'])),
};
const anyPath = fc.oneof(
  fc
    .constantFrom('events', 'deliveries', 'failures', 'sample', 'export', 'completeness', 'verification', 'summary')
    .map((route) => `audit/${route}`),
  fc.tuple(fc.constantFrom('events/', 'journeys/'), hostile, fc.constantFrom('', '/raw')).map(([route, id, end]) => {
    return `audit/${route}${encodeURIComponent(id.toWellFormed())}${end}`;
  }),
  fc
    .oneof(fc.constantFrom(...boardNames), hostile)
    .map((board) => `analytics/${encodeURIComponent(board.toWellFormed())}`),
);
const anyHostile = fc
  .tuple(anyPath, fc.array(anyPair, { minLength: 1, maxLength: 5 }))
  .map(([path, pairs]) => ({ path, query: pairs.map(asText).join('&') }));

function asText([name, end, value]: readonly [string, string, string]): string {
  return [`${name}${end}`, value].map((part) => encodeURIComponent(part.toWellFormed())).join('=');
}

/** Names of one subject's allow-list, any value to compare with. */
const anyAllowedQuestion = fc
  .constantFrom(...(Object.keys(analyticsSubjects) as AnalyticsSubject[]))
  .chain((subject) => {
    const { measures, dimensions } = analyticsSubjects[subject];
    const texts = dimensions.filter((name) => (name as string) !== 'schemaId');
    return fc.record({
      subject: fc.constant(subject),
      measures: fc.subarray<string>([...measures], { minLength: 1 }).map((all) => all.slice(0, 5)),
      groupBy: fc.subarray<string>([...dimensions]).map((all) => all.slice(0, 3)),
      filter: fc.dictionary(
        fc.constantFrom<string>(...texts),
        fc.array(
          hostile.filter((value) => value.length > 0),
          { minLength: 1, maxLength: 3 },
        ),
      ),
      interval: fc.constantFrom('hour', 'day'),
      from: fc.constant(new Date(baseMs).toISOString()),
      limit: fc.integer({ min: 1, max: 10_000 }),
    });
  });

/** Names of the allow-list and others, values of any kind. */
const anyForeignQuestion = fc.record(
  {
    subject: fc.oneof(fc.constantFrom(...Object.keys(analyticsSubjects)), hostile),
    measures: fc.array(fc.oneof(fc.constantFrom('records', 'revenue', 'deliveries', 'p50Ms'), hostile), {
      maxLength: 3,
    }),
    groupBy: fc.array(fc.oneof(fc.constantFrom('topic', 'type', 'country', 'group'), hostile), { maxLength: 3 }),
    filter: fc.oneof(
      fc.dictionary(fc.oneof(fc.constantFrom('topic', 'type', 'country', 'schemaId'), hostile), fc.array(hostile), {
        maxKeys: 2,
      }),
      fc.jsonValue(),
    ),
    interval: fc.oneof(fc.constantFrom('hour', 'day'), hostile),
    from: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), hostile),
    to: fc.oneof(fc.constant('2026-01-02T00:00:00Z'), hostile),
    limit: fc.oneof(fc.integer({ min: -1, max: 20_000 }), hostile),
  },
  { requiredKeys: ['subject', 'measures'] },
);

describe.each(stores)('any question over HTTP to %s', (_, open, usual) => {
  let dataDir: string;
  let store: Pick<AuditStore, 'close'>;
  let app: RunningApp;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-fuzz-'));
    store = await open(dataDir);
    const transport = memoryTransport();
    await transport.admin().ensureTopics([{ name: topic, partitions: 1 }]);
    app = await startAuditAnswers(store, { transport, topics: [topic] });
  });
  afterAll(async () => {
    await app.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const seen = new Map<string, number>();
  const seenWith = (status: number, path: string): number => seen.get(`${status} ${path}`) ?? 0;
  const check = async (
    response: Response,
    { path, query }: { readonly path: string; readonly query: string },
    expected: readonly number[],
  ): Promise<void> => {
    const text = await response.text();
    for (const each of [path, 'any']) seen.set(`${response.status} ${each}`, seenWith(response.status, each) + 1);
    if (!expected.includes(response.status)) throw new Error(`${response.status} for ${path} ${query}: ${text}`);
    if (response.status >= 400)
      expect(JSON.parse(text)).toMatchObject({ errorCode: expect.stringMatching(/^SPW-\d{4}$/) });
  };
  const runs = propertyRuns('query-fuzz', usual, 50);

  it(
    '72 to 79 are answered or refused, never a failure of the app',
    async () => {
      seen.clear();
      const ask = async (asked: { readonly path: string; readonly query: string }, expected: readonly number[]) =>
        check(await fetch(`${app.url}/${asked.path}?${asked.query}`), asked, expected);
      await fc.assert(
        fc.asyncProperty(anyHostile, (asked) => ask(asked, [200, 204, 400, 404, 414])),
        runs.options,
      );
      expect(seenWith(400, 'any')).toBeGreaterThan(20);
      // Questions get through as well, of every route, after all of that.
      for (const [path, query] of Object.entries(plainQuestions)) await ask({ path, query }, [200]);
    },
    runs.timeoutMs,
  );

  it(
    'so is any question in a body',
    async () => {
      seen.clear();
      await fc.assert(
        fc.asyncProperty(fc.oneof(anyAllowedQuestion, anyForeignQuestion), async (question) => {
          const query = JSON.stringify(question);
          const headers = { 'content-type': 'application/json' };
          const response = await fetch(`${app.url}/analytics/query`, { method: 'POST', headers, body: query });
          await check(response, { path: question.subject, query }, [200, 400]);
        }),
        runs.options,
      );
      const unanswered = Object.keys(analyticsSubjects).filter((subject) => seenWith(200, subject) === 0);
      expect(unanswered).toEqual([]);
      expect(seenWith(400, 'any')).toBeGreaterThan(20);
    },
    runs.timeoutMs,
  );
});
