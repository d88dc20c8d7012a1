import { describe, expect, it } from '@jest/globals';
import { field, record } from '../../../../test/support/avro-verdicts/build-schema.js';
import { parseSchema } from '../schema/parse-schema.js';
import { checkHistory } from './check-history.js';

const version = (...fields: readonly Readonly<Record<string, unknown>>[]) =>
  parseSchema(record('Order', fields), 'Order.avsc');
const [plain, withNote] = [version(), version(field('note', 'string'))];

describe('checking a history', () => {
  it('says once what stands against several versions, and against which', () => {
    const history = [plain, plain, withNote].map((schema, index) => ({ label: `v${index + 1}`, schema }));
    expect(checkHistory('BACKWARD_TRANSITIVE', history, withNote)).toMatchObject([
      { rule: 'FIELD_ADDED_WITHOUT_DEFAULT', newer: 'reader', against: ['v1', 'v2'] },
    ]);
    expect(checkHistory('BACKWARD', history, withNote)).toEqual([]);
  });

  it('keeps apart what breaks readers and what breaks older readers', () => {
    const history = [{ label: 'v1', schema: version(field('a', 'int')) }];
    const findings = checkHistory('FULL', history, version(field('b', 'int')));
    expect(findings.map(({ rule, newer }) => [rule, newer])).toEqual([
      ['FIELD_ADDED_WITHOUT_DEFAULT', 'reader'],
      ['FIELD_REMOVED_WITHOUT_DEFAULT', 'writer'],
    ]);
  });
});
