import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningApp } from '@spillway/nest';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { startAuditAnswers } from '../../../../test/support/start-audit-answers.js';

const none = () => Promise.resolve([]);
/** A store that holds nothing and takes any question: what reaches it has passed the checks. */
const store = {
  findRecords: () => Promise.resolve({ records: [], nextCursor: null }),
  findDeliveries: () => Promise.resolve({ deliveries: [], nextCursor: null }),
  failures: () => Promise.resolve({ failures: [], isCut: false }),
  sample: none,
  recordsOfEvent: none,
  deliveriesOf: none,
  journey: () => Promise.resolve(undefined),
  coverage: none,
  verify: () =>
    Promise.resolve({ ranges: 0, records: 0, droppedRanges: 0, supersededRanges: 0, findings: [], nextCursor: null }),
  totals: () => Promise.resolve({ events: {}, repeatedEvents: 0, records: 0 }),
  exportRecords: () => Promise.resolve({ rows: 0, chunks: (async function* () {})() }),
};

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
      'dead_lettered',
      '5',
      '\r\n',
    ],
  ),
);
const anyName = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: hostile });
const suffix = fc.constantFrom('', '', '', '', '[]', '[$gt]', '[0][x]', '.x');
const anyPair = fc.tuple(anyName, suffix, hostile);
const anyPath = fc.oneof(
  fc.constantFrom('events', 'deliveries', 'failures', 'sample', 'export', 'completeness', 'verification', 'summary'),
  fc.tuple(fc.constantFrom('events/', 'journeys/'), hostile, fc.constantFrom('', '/raw')).map(([route, id, end]) => {
    return `${route}${encodeURIComponent(id.toWellFormed())}${end}`;
  }),
);

describe('any question over HTTP', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startAuditAnswers(store);
  });
  afterAll(() => app.close());

  const runs = propertyRuns('query-fuzz', 1_000, 50);

  it(
    '72 to 79 are answered or refused, never a failure of the app',
    async () => {
      const seen = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(anyPath, fc.array(anyPair, { maxLength: 5 }), async (path, pairs) => {
          const query = pairs
            .map(([name, end, value]) =>
              [`${name}${end}`, value].map((part) => encodeURIComponent(part.toWellFormed())).join('='),
            )
            .join('&');
          const response = await fetch(`${app.url}/audit/${path}?${query}`);
          const text = await response.text();
          seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
          const expected = [200, 204, 400, 404, 414];
          if (!expected.includes(response.status)) throw new Error(`${response.status} for ${path}?${query}: ${text}`);
          if (response.status >= 400)
            expect(JSON.parse(text)).toMatchObject({ errorCode: expect.stringMatching(/^SPW-\d{4}$/) });
        }),
        runs.options,
      );
      // Questions get through as well.
      expect(seen.get(200)).toBeGreaterThan(20);
      expect(seen.get(400)).toBeGreaterThan(20);
    },
    runs.timeoutMs,
  );
});
