import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { StoredRecord } from '@spillway/streaming';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { storedRecord } from '../spec-support/journey-records.js';
import { deliveriesOf } from './deliveries/deliveries-of.js';
import { findDeliveries } from './deliveries/find-deliveries.js';
import { readFailures } from './deliveries/read-failures.js';
import { exportRecords } from './export/export-records.js';
import { findRecords } from './find-records.js';
import { readJourney } from './journeys/read-journey.js';
import { PageCursors } from './page-cursor.js';
import type { ReadRunner, ReadStatement } from './read-runner.js';
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
const time = fc.option(fc.integer({ min: 0, max: 4_102_444_800_000 }), { nil: undefined });
const anyRecordQuery = fc.record({
  topic: maybe,
  type: maybe,
  key: maybe,
  eventId: maybe,
  correlationId: maybe,
  time: fc.constantFrom('record' as const, 'event' as const),
  fromMs: time,
  toMs: time,
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
  fromMs: time,
  toMs: time,
});

/** The text of every statement, with values that differ in nothing but what callers send. */
async function textsOf(ask: (run: ReadRunner) => Promise<unknown>): Promise<readonly string[]> {
  const texts: string[] = [];
  const note = ({ query }: ReadStatement): Promise<never[]> => {
    texts.push(query);
    return Promise.resolve([]);
  };
  await ask({ rows: note, parquet: note } as unknown as ReadRunner);
  return texts;
}

/** The same question with each value that is there replaced by a plain one. */
function plain<T extends object>(query: T): T {
  const values = Object.entries(query).map(([name, value]) => {
    const harmless = typeof value === 'string' && name !== 'time' ? 'plain' : value;
    return [name, harmless];
  });
  return Object.fromEntries(values) as T;
}

const runs = propertyRuns('statement-text', 2_000);
jest.setTimeout(runs.timeoutMs);

describe('the text of a statement', () => {
  const records = (text: string): readonly StoredRecord[] => [storedRecord({ topic: text, topicId: text })];

  it('72 is the same whatever callers send: what they send travels beside it', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecordQuery, anyDeliveryQuery, anyText, async (recordQuery, deliveryQuery, text) => {
        const ask =
          (ofRecords: typeof recordQuery, ofDeliveries: typeof deliveryQuery, id: string) =>
          async (run: ReadRunner) => {
            await findRecords(run, cursors, { ...ofRecords, limit: 5 });
            await exportRecords(run, ofRecords, 'csv');
            await exportRecords(run, ofRecords, 'parquet');
            await findDeliveries(run, cursors, { ...ofDeliveries, limit: 5 });
            await readFailures(run, { ...ofDeliveries, limit: 5 });
            await recordsOfEvent(run, id);
            await readSample(run, id, 5);
            await readJourney(run, id);
            await deliveriesOf(run, records(id));
          };
        const sent = await textsOf(ask(recordQuery, deliveryQuery, text));
        const harmless = await textsOf(ask(plain(recordQuery), plain(deliveryQuery), 'plain'));
        expect(sent).toEqual(harmless);
        expect(sent.length).toBeGreaterThan(10);
      }),
      runs.options,
    );
  });

  it('73 asks views only', () => {
    const folder = import.meta.dirname;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!spec)\.ts$/.test(name),
    );
    const asked = files.flatMap((name) => {
      const sources = [...readFileSync(join(folder, name), 'utf8').matchAll(/\bFROM\s+([a-z_]+)/g)];
      return sources.map(([, table]) => ({ name, table }));
    });
    expect(asked.length).toBeGreaterThan(10);
    const others = asked.filter(({ table }) => !table!.startsWith('audit_'));
    // The store's own key, read once at the start, and a file that the engine has just written for us.
    expect(others.map(({ name, table }) => `${name}: ${table}`).sort()).toEqual([
      'read-runner.ts: file',
      'store-key.ts: store_keys',
    ]);
  });
});
