import { describe, expect, it, jest } from '@jest/globals';
import type { AnalyticsTime, StoredRecord } from '@spillway/streaming';
import * as fc from 'fast-check';
import { isLongProof } from '../../../../test/support/is-long-proof.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { readSpan } from '../rollup/read-span.js';
import { rollupCoverage } from '../rollup/rollup-coverage.js';
import { loggedPartition } from '../spec-support/audit-records.js';
import { storedRecord } from '../spec-support/journey-records.js';
import { readCutRanges } from '../verify/read-ranges.js';
import { verifyRanges } from '../verify/verify-ranges.js';
import type { WrittenRange } from '../verify/written-range.js';
import { deliveriesOf } from './deliveries/deliveries-of.js';
import { findDeliveries } from './deliveries/find-deliveries.js';
import { readFailures } from './deliveries/read-failures.js';
import { exportRecords } from './export/export-records.js';
import { findRecords } from './find-records.js';
import { readJourney } from './journeys/read-journey.js';
import { PageCursors } from './page-cursor.js';
import { readCoverage } from './read-coverage.js';
import { readResumeCoverage } from './read-resume-coverage.js';
import { readLimits, type ReadRunner, type ReadStatement } from './read-runner.js';
import { readSample } from './read-sample.js';
import { recordsOfEvent } from './records-of-event.js';

const cursors = new PageCursors(Buffer.alloc(32, 1));
/** A text that can be told from our own. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    `' OR 1=1 --`,
    '{topic:Identifier}',
    `x') FORMAT Null --`,
    `'; DROP TABLE events; --`,
    '`events`',
    '\\',
    '\u0000',
  ),
);
const maybe = fc.option(anyText, { nil: undefined });
const midMs = 2_000_000_000_000;
const nowMs = (): number => midMs;
/** A range of time that is long enough to be read in as many questions as any: others are read in fewer, or none. */
const times = {
  fromMs: fc.option(fc.integer({ min: 0, max: midMs - 30 * 86_400_000 }), { nil: undefined }),
  toMs: fc.option(fc.integer({ min: midMs, max: 4_102_444_800_000 }), { nil: undefined }),
};
const limit = fc.integer({ min: 1, max: 1_000 });
const anyRecordQuery = fc.record({
  topic: maybe,
  type: maybe,
  key: maybe,
  eventId: maybe,
  correlationId: maybe,
  time: fc.constantFrom('record' as const, 'event' as const),
  ...times,
  limit,
});
const anyDeliveryQuery = fc.record({
  groupId: maybe,
  topic: maybe,
  handler: maybe,
  outcome: maybe as fc.Arbitrary<undefined>,
  fingerprint: maybe,
  type: maybe,
  eventId: maybe,
  correlationId: maybe,
  ...times,
  limit,
});

const anyVerification = fc.record({ topic: maybe, ...times, limit });

/** The text of every statement, with values that differ in nothing but what callers send and topics are called. */
async function textsOf(
  ask: (run: ReadRunner) => Promise<unknown>,
  writtenRanges: readonly WrittenRange[],
): Promise<readonly string[]> {
  const texts: string[] = [];
  const note = ({ query, doing }: ReadStatement): Promise<readonly unknown[]> => {
    texts.push(query);
    return Promise.resolve(doing === 'reading the manifest' ? writtenRanges : []);
  };
  await ask({ rows: note, parquet: note, limits: readLimits } as unknown as ReadRunner);
  return texts;
}

/** The same question with each value that is there replaced by a plain one. */
function plain<T extends object>(query: T): T {
  const values = Object.entries(query).map(([name, value]) => {
    const isText = typeof value === 'string' && name !== 'time';
    return [name, typeof value === 'number' ? plainNumbers[name] : isText ? 'plain' : value];
  });
  return Object.fromEntries(values) as T;
}

const plainNumbers: Readonly<Record<string, number>> = { fromMs: 7, toMs: midMs + 7, limit: 7 };

const runs = propertyRuns('statement-text', isLongProof ? 10_000 : 2_000);
jest.setTimeout(runs.timeoutMs);

describe('the text of a statement', () => {
  const records = (text: string): readonly StoredRecord[] => [storedRecord({ topic: text, topicId: text })];
  const range = (text: string): WrittenRange => {
    return { topic: text, topicId: text, partition: 0, first: 0, last: 9, records: 10, sha256Hex: '00', storedAtMs: 1 };
  };

  it('72 is the same whatever callers send: what they send travels beside it', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecordQuery, anyDeliveryQuery, anyText, async (recordQuery, deliveryQuery, text) => {
        const ask =
          (ofRecords: typeof recordQuery, ofDeliveries: typeof deliveryQuery, id: string) =>
          async (run: ReadRunner) => {
            await findRecords({ run, cursors, nowMs }, ofRecords);
            await exportRecords(run, ofRecords, 'csv');
            await exportRecords(run, ofRecords, 'parquet');
            await findDeliveries({ run, cursors, nowMs }, ofDeliveries);
            await readFailures(run, ofDeliveries);
            await recordsOfEvent(run, id);
            await readSample({ run, nowMs }, id, ofRecords.limit);
            await readJourney(run, id);
            await deliveriesOf(run, records(id));
          };
        const sent = await textsOf(ask(recordQuery, deliveryQuery, text), []);
        const harmless = await textsOf(ask(plain(recordQuery), plain(deliveryQuery), 'plain'), []);
        expect(sent).toEqual(harmless);
        expect(sent.length).toBeGreaterThan(10);
      }),
      runs.options,
    );
  });

  it('72 is the same of verification, completeness and figures, for any cursor and whatever topics are called', async () => {
    await fc.assert(
      fc.asyncProperty(anyVerification, anyText, async (verification, text) => {
        const ask = (query: typeof verification, name: string) => async (run: ReadRunner) => {
          const parts = { run, cursors, nowMs: () => query.limit, settleMs: 0 };
          const place = { timeMs: 0, topic: name, topicId: name, partition: 0, offset: '0' };
          const cursor = cursors.write({ list: 'ranges', filters: query }, place);
          await verifyRanges(parts, query);
          await verifyRanges(parts, { ...query, cursor });
          await readCutRanges(run, range(name));
          const log = [loggedPartition({ topic: name, topicId: name, endOffset: BigInt(query.limit) })];
          await readCoverage(run, log);
          await readResumeCoverage(run, log);
          for (const time of ['record', 'event', 'delivery'] as const satisfies readonly AnalyticsTime[]) {
            await readSpan(run, time);
            await rollupCoverage(run, time, { fromMs: query.fromMs ?? 0, toMs: query.toMs ?? midMs });
          }
        };
        const sent = await textsOf(ask(verification, text), [range(text)]);
        const harmless = await textsOf(ask(plain(verification), 'plain'), [range('plain')]);
        expect(sent).toEqual(harmless);
        expect(sent.length).toBeGreaterThan(20);
      }),
      runs.options,
    );
  });
});
