import { baseMs } from '../../libs/audit-store/src/spec-support/audit-records.js';
import type { Random } from './random.js';

/** A range as it was stored, with the offsets that hold a record. */
export interface TamperedRange {
  readonly topic: string;
  readonly partition: number;
  readonly first: number;
  readonly last: number;
  readonly offsets: readonly number[];
  /** An offset behind it that no range covers. */
  readonly outside: number;
  /** Retention has dropped all of it. */
  readonly isDropped?: boolean;
}

export interface Tampering {
  readonly kind: keyof typeof kinds;
  /** A `SELECT` of rows to be inserted into `events` first; several fit into one `INSERT`. */
  readonly insert?: string;
  /** A command of an `ALTER TABLE events`, to be run after it; several fit into one. */
  readonly alter?: string;
  /** Where it must be found: the range, or the row outside of any. */
  readonly foundAt: number;
}

/** Another value for every column that is no part of the sorting key and is hashed. */
const edits: readonly string[] = [
  'timestampClamped = NOT timestampClamped',
  'eventTime = eventTime + toIntervalMillisecond(1)',
  'eventTime = NULL',
  "key = concat(key, ' ')",
  'key = NULL',
  "eventId = concat(eventId, '0')",
  "type = concat('x', type)",
  "source = ''",
  "subject = 'other'",
  "correlationId = 'other'",
  "causationId = 'other'",
  "traceId = 'other'",
  'schemaId = schemaId + 1',
  "kind = 'undecodable'",
  "reason = 'because'",
  'headers = arrayReverse(headers)',
  'headers = arraySlice(headers, 2)',
  "headers = arrayPushBack(headers, ('x', ''))",
  'value = concat(substring(value, 1, 5), char(bitXor(reinterpretAsUInt8(substring(value, 6, 1)), 1)))',
  "value = concat(value, '\\0')",
  'value = NULL',
  "payload = replaceOne(payload, ':', ' :')",
  "payload = ''",
];

const kinds = {
  edit: (range, random) => ({ alter: update(range, random.pick(range.offsets), random.pick(edits)) }),
  deleteOne: (range, random) => ({ alter: remove(range, [random.pick(range.offsets)]) }),
  deleteAll: (range) => ({ alter: remove(range, range.offsets) }),
  reorder: (range, random) => {
    const [a, b] = two(range.offsets, random);
    return { insert: copy(range, `[${a}, ${b}]`, `if(offset = ${a}, ${b}, ${a}) AS offset`) };
  },
  replace: (range, random) => ({ insert: copy(range, `[${random.pick(range.offsets)}]`, "'forged' AS eventId") }),
  repeatInOtherHour: (range, random) => ({ insert: copy(range, `[${random.pick(range.offsets)}]`, otherHour) }),
  moveInTime: (range, random) => {
    const offset = random.pick(range.offsets);
    return {
      insert: copy(range, `[${offset}]`, otherHour),
      alter: remove(range, [offset], `toHour(timestamp) = ${new Date(baseMs).getUTCHours()}`),
    };
  },
  insertIntoHole: (range, random) => ({
    insert: copy(range, `[${random.pick(range.offsets)}]`, `${hole(range)} AS offset`),
  }),
  insertOutside: (range, random) => ({
    insert: copy(range, `[${random.pick(range.offsets)}]`, `${range.outside} AS offset`),
  }),
  insertOutsideLongAgo: (range, random) => ({
    insert: copy(range, `[${random.pick(range.offsets)}]`, storedIn(range, '1950-01-01 00:00:00')),
  }),
  insertOutsideAhead: (range, random) => ({
    insert: copy(range, `[${random.pick(range.offsets)}]`, storedIn(range, '2250-01-01 00:00:00')),
  }),
  insertIntoDropped: ({ topic, partition, first }) => ({
    insert: `SELECT * REPLACE ('${topic}' AS topic, ${partition}::UInt32 AS partition, ${first}::UInt64 AS offset)
      FROM (SELECT * FROM events WHERE topic = '${topic}' LIMIT 1)`,
  }),
} satisfies Record<string, (range: TamperedRange, random: Random) => Pick<Tampering, 'insert' | 'alter'>>;

const kindNames = Object.keys(kinds) as (keyof typeof kinds)[];
const otherHour = 'timestamp + toIntervalHour(1) AS timestamp';

/** Alters stored rows of a range in one of many ways, each of which changes what a reader is told. */
export function tamperWith(range: TamperedRange, random: Random): Tampering {
  const possible = kindNames.filter(
    (name) =>
      (name === 'insertIntoDropped') === (range.isDropped === true) &&
      (name !== 'reorder' || range.offsets.length > 1) &&
      (name !== 'insertIntoHole' || hole(range) !== undefined),
  );
  const kind = random.pick(possible);
  return {
    kind,
    ...kinds[kind](range, random),
    foundAt: kind.startsWith('insertOutside') ? range.outside : range.first,
  };
}

export const tamperingKinds: readonly string[] = kindNames;

function storedIn({ outside }: TamperedRange, time: string): string {
  return `${outside} AS offset, toDateTime64('${time}', 3, 'UTC') AS recordedAt`;
}

function hole({ first, last, offsets }: TamperedRange): number | undefined {
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return all.find((offset) => !offsets.includes(offset));
}

function two(offsets: readonly number[], random: Random): readonly [number, number] {
  const a = random.below(offsets.length);
  const b = (a + 1 + random.below(offsets.length - 1)) % offsets.length;
  return [offsets[a]!, offsets[b]!];
}

function where({ topic, partition }: TamperedRange, offsets: string): string {
  return `topic = '${topic}' AND partition = ${partition} AND has(${offsets}, offset)`;
}

function update(range: TamperedRange, offset: number, assignment: string): string {
  return `UPDATE ${assignment} WHERE ${where(range, `[${offset}]`)}`;
}

function remove(range: TamperedRange, offsets: readonly number[], also = 'true'): string {
  return `DELETE WHERE ${where(range, `[${offsets.join(', ')}]`)} AND ${also}`;
}

function copy(range: TamperedRange, offsets: string, change: string): string {
  return `SELECT * REPLACE (${change}) FROM (SELECT * FROM events FINAL WHERE ${where(range, offsets)})`;
}
