import { expect, it } from '@jest/globals';
import { readCoverage } from './read-coverage.js';
import type { ReadRunner } from './read-runner.js';

const log = { topic: 'retail.orders', topicId: 't1', partition: 0, beginOffset: 0n, endOffset: 10n };
const name = { topic: 'retail.orders', topicId: 't1', partition: 0 };

/** A store into which a block of ten records is written, rows first, while it is asked for the first time. */
function storeDuringAWrite(): ReadRunner {
  let asked = 0;
  const rows = { ...name, records: 10, positions: 10, minOffset: 0, maxOffset: 9, lastTimestampMs: 5 };
  const answer = (query: string): readonly object[] => {
    asked += 1;
    if (asked === 1 || /FROM audit_(?:dropped|refusals)/.test(query)) return [];
    return query.includes('FROM audit_blocks') ? [{ ...name, minFirst: 0, maxLast: 9 }] : [rows];
  };
  return { rows: async ({ query }: { query: string }) => answer(query) } as unknown as ReadRunner;
}

it('a block that arrives while coverage is read is no gap', async () => {
  const [coverage] = await readCoverage(storeDuringAWrite(), [log]);
  expect(coverage).toMatchObject({ missingRecords: 0, gaps: [] });
});
