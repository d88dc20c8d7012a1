import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { summaryOf } from './summary.ts';
import type { SystemStatus } from '../progress/system-status.ts';

const schemaFile = resolve(import.meta.dirname, '../../../docs/reference/summary.schema.json');
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

const reject = { file: 'a.csv', line: 7, reason: 'the quantity is not an integer' };
const status: SystemStatus = {
  import: {
    id: 'run-1',
    state: 'done',
    input: { files: 1, lines: 10, orders: 3, rejectedLines: 1, rejectedOrders: 1, rejects: [reject] },
    produced: { 'retail.orders.OrderPlaced': 2, deduplicated: 0 },
  },
  groups: {
    inventory: { 'retail.orders': { completed: 2, deadLettered: 0, lag: 0, retried: 1, held: 1, suspendedMs: 5 } },
  },
  audit: { events: { 'retail.orders': 2 }, repeatedEvents: 0, records: 2, gaps: 0, duplicates: 0, lag: 0 },
};

describe('summary', () => {
  it('holds the totals under stable keys', () => {
    expect(summaryOf(status, 1234.5)).toEqual({
      input: { files: 1, lines: 10, orders: 3, rejectedLines: 1, rejectedOrders: 1, rejects: [reject] },
      produced: { 'retail.orders.OrderPlaced': 2, deduplicated: 0 },
      groups: {
        inventory: { 'retail.orders': { completed: 2, deadLettered: 0, lag: 0, retried: 1, held: 1, suspendedMs: 5 } },
      },
      audit: { events: { 'retail.orders': 2 }, repeatedEvents: 0, records: 2, gaps: 0, duplicates: 0 },
      elapsedMs: 1235,
    });
  });

  it.each([
    ['a run', status],
    ['a run in which no app answered', {}],
    [
      'more than 100 rejects',
      {
        ...status,
        import: { ...status.import!, input: { ...status.import!.input, rejects: Array(150).fill(reject) } },
      },
    ],
  ])('follows its schema: %s', (_, given) => {
    validate(summaryOf(given, 5));
    expect(validate.errors).toBeNull();
  });

  it('would not follow it with another key', () => {
    expect(validate({ ...summaryOf(status, 5), extra: 1 })).toBe(false);
  });
});
