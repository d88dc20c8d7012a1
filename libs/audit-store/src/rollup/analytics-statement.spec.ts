import { describe, expect, it } from '@jest/globals';
import { analyticsSubjects, type AnalyticsQuestion, type AnalyticsSubject } from '@spillway/streaming';
import * as fc from 'fast-check';
import { analyticsStatement } from './analytics-statement.js';

const coverage = { openFromMs: 7_200_000, dirtyHoursMs: [3_600_000] };
const names = Object.keys(analyticsSubjects) as AnalyticsSubject[];

const anyQuestion = fc.constantFrom(...names).chain((subject) => {
  const { measures, dimensions } = analyticsSubjects[subject];
  const dimension = fc.constantFrom<string>(...dimensions);
  return fc.record({
    subject: fc.constant(subject),
    measures: fc.subarray<string>([...measures], { minLength: 1 }),
    groupBy: fc.subarray<string>([...dimensions]),
    filter: fc.dictionary(dimension, fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
    interval: fc.constantFrom('hour', 'day', null),
    fromMs: fc.nat().map((hours) => hours * 3_600_000),
    toMs: fc.nat().map((hours) => hours * 3_600_000),
    limit: fc.nat(),
  });
}) as unknown as fc.Arbitrary<AnalyticsQuestion>;

describe('the statement of a question', () => {
  it('is the same text whatever the values: they travel as typed parameters', () => {
    fc.assert(
      fc.property(anyQuestion, fc.string(), fc.nat(), (question, text, number) => {
        const filter = Object.fromEntries(Object.keys(question.filter).map((name) => [name, [text]]));
        const other = { ...question, filter, fromMs: number, toMs: number + 1, limit: number };
        const days = analyticsSubjects[question.subject].time === 'event' ? { days: ['2026-01-01'] } : {};
        const statement = analyticsStatement(question, { ...coverage, ...days });
        const otherCoverage = { openFromMs: number, dirtyHoursMs: [], ...(days.days && { days: [] }) };
        expect(analyticsStatement(other as AnalyticsQuestion, otherCoverage).query).toBe(statement.query);
        const placeholders = [...statement.query.matchAll(/\{(\w+):[A-Za-z0-9()]+\}/g)].map(([, name]) => name!);
        expect([...new Set(placeholders)].sort()).toEqual(Object.keys(statement.params!).sort());
      }),
    );
  });

  it.each(['measures', 'groupBy'] as const)('is not made with a name in %s that is not allowed', (member) => {
    fc.assert(
      fc.property(
        anyQuestion,
        fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'value')),
        (question, name) => {
          const { measures, dimensions } = analyticsSubjects[question.subject];
          fc.pre(![...measures, ...dimensions].includes(name as never));
          const refused = (): unknown => analyticsStatement({ ...question, [member]: [name] } as never, coverage);
          expect(refused).toThrow(expect.objectContaining({ code: 'SPW-4021' }));
          const filtered = (): unknown =>
            analyticsStatement({ ...question, filter: { [name]: ['x'] } } as never, coverage);
          if (name !== '__proto__') expect(filtered).toThrow(expect.objectContaining({ code: 'SPW-4021' }));
        },
      ),
    );
  });
});
