import { SpillwayError } from '@spillway/events';
import type { AnalyticsQuestion } from '@spillway/streaming';
import type { ReadStatement } from '../query/read-runner.js';
import { rolledUpHours } from './live-hours.js';
import type { Coverage } from './rollup-coverage.js';
import type { Dimension, Measure, Subject } from './subject.js';
import { subjects } from './subjects.js';

/**
 * The statement for a question: rolled-up rows and live rows together, then grouped. Callers choose names from the
 * allow-list and give values, which travel as typed parameters.
 *
 * @throws SpillwayError `SPW-4021` a name outside of the allow-list
 */
export function analyticsStatement(
  question: AnalyticsQuestion,
  { openFromMs, dirtyHoursMs, days }: Coverage,
): ReadStatement {
  const subject: Subject = subjects[question.subject];
  const dimensions = question.groupBy.map((name) => named<Dimension>(subject.dimensions, name));
  const measures = question.measures.map((name) => named<Measure>(subject.measures, name));
  const time = question.interval === 'day' ? 'toStartOfDay(hour)' : 'hour';
  const groups = [
    ...(question.interval === null ? [] : [`toUnixTimestamp(${time}) AS timeSeconds`]),
    ...dimensions.map(({ sql, shown = same }, index) => `${shown(sql)} AS d${index}`),
  ];
  const values = measures.map(({ sql }, index) => `${sql} AS m${index}`);
  const shown = measures.map(({ shown: show = same }, index) => `${show(`m${index}`)} AS v${index}`);
  const names = groups.map((group) => group.split(' AS ').at(-1)!);
  const order = [...(question.interval === null ? [] : ['timeSeconds']), 'm0 DESC', ...names];
  const { where, params } = filters(subject, question);
  const rows = unionOf(subject);
  return {
    query: `SELECT ${[...names, ...shown].join(', ')} FROM (
        SELECT ${[...groups, ...values].join(', ')}
        FROM (${subject.prepare?.(rows, question.groupBy) ?? rows}) ${where}
        ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`})
      ORDER BY ${order.join(', ')} LIMIT {limit:UInt32}`,
    params: {
      ...params,
      from: question.fromMs / 1000,
      to: question.toMs / 1000,
      openFrom: openFromMs / 1000,
      hours: dirtyHoursMs.map((ms) => ms / 1000),
      ...(days && { days }),
      limit: question.limit + 1,
    },
    doing: `asking for ${question.subject}`,
  };
}

const same = (value: string): string => value;

function unionOf({ view, columns, liveRows }: Subject): string {
  const list = ['hour', ...columns].join(', ');
  return `SELECT ${list} FROM ${view} WHERE ${rolledUpHours} UNION ALL SELECT ${list} FROM (${liveRows})`;
}

function filters(subject: Subject, { filter }: AnalyticsQuestion) {
  const conditions: string[] = [];
  const params: Record<string, unknown> = {};
  for (const [index, [name, values]] of Object.entries(filter).entries()) {
    const { sql, type } = named<Dimension>(subject.dimensions, name);
    conditions.push(`${sql} IN {filter${index}:Array(${type})}`);
    params[`filter${index}`] = type === 'Int32' ? values.map(Number) : values;
  }
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, params };
}

/** The last gate before SQL: whatever checked the name before. */
function named<T>(allowed: Readonly<Record<string, T>>, name: string): T {
  if (Object.hasOwn(allowed, name)) return allowed[name]!;
  throw new SpillwayError('SPW-4021', 'A name is not one of those that can be asked for');
}
