import { describe, expect, it } from '@jest/globals';
import type { AvroSchema } from '@spillway/events';
import { buildType } from '../../../codecs/src/avro/build-type.js';
import { startItemBudget } from '../../../codecs/src/avro/item-budget.js';
import { startRecordDepth } from '../../../codecs/src/avro/record-depth.js';
import { randomChange } from '../../../../test/support/avro-verdicts/random-change.js';
import { schemaCases } from '../../../../test/support/avro-verdicts/schema-cases.js';
import { Random } from '../../../../test/support/random.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { parseSchema } from '../schema/parse-schema.js';
import { boundaryBytes } from '../spec-support/boundary-bytes.js';
import { compare } from './compare.js';
import { compatibilityRules, type RuleName } from './compatibility-rules.js';

/**
 * Why the codec does not read values at the ends of what the writer's type can hold, each reason once; what the writer's
 * own type refuses was never written.
 */
function refusedValues(writer: unknown, reader: unknown): readonly string[] {
  const [written, read] = [buildType(writer as AvroSchema, 'foreign'), buildType(reader as AvroSchema, 'foreign')];
  const resolver = read.createResolver(written);
  const values = boundaryBytes(parseSchema(writer, 'writer'));
  const writable = values.filter((value) => problemOf(value, (bytes) => written.fromBuffer(bytes)) === '');
  const problems = writable.map((value) => problemOf(value, (bytes) => read.fromBuffer(bytes, resolver)));
  return [...new Set(problems.filter((problem) => problem !== ''))];
}

/** As a codec reads one value. */
function problemOf(value: Buffer, read: (value: Buffer) => unknown): string {
  startItemBudget(value.length);
  startRecordDepth();
  try {
    read(value);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether Spillway's codec makes a reader of one schema for what is written with another. */
function isReadByCodec(writer: unknown, reader: unknown): boolean {
  const [written, read] = [buildType(writer as AvroSchema, 'foreign'), buildType(reader as AvroSchema, 'foreign')];
  try {
    read.createResolver(written);
    return true;
  } catch {
    return false;
  }
}

interface Pair {
  readonly name: string;
  readonly writer: unknown;
  readonly reader: unknown;
  readonly rules: readonly RuleName[];
}

/** Every pair of the table and of changes at random, in both directions. avsc has no empty unions. */
function pairs(numRuns: number, seed: number): readonly Pair[] {
  const random = new Random(seed);
  const randoms = Array.from({ length: numRuns }, () => ({ name: 'at random', ...randomChange(random, 'several') }));
  const cases = [...schemaCases.filter(({ name }) => name !== 'empty union'), ...randoms];
  return cases.flatMap(({ name, history, proposed }) =>
    history.flatMap((older) => [pairOf(name, older, proposed), pairOf(name, proposed, older)]),
  );
}

function pairOf(name: string, writer: unknown, reader: unknown): Pair {
  const findings = compare(parseSchema(writer, 'writer'), parseSchema(reader, 'reader'));
  return { name, writer, reader, rules: findings.map(({ rule }) => rule) };
}

describe('Spillway’s codec', () => {
  const { options, timeoutMs } = propertyRuns('codec-parity', 2_000);
  const all = pairs(options.numRuns, options.seed);

  it(
    'reads what has no finding',
    () => {
      const fine = all.filter(({ rules }) => rules.length === 0);
      expect(fine.length).toBeGreaterThan(1_000);
      expect(fine.filter(({ writer, reader }) => !isReadByCodec(writer, reader))).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'reads the values at the ends of what has no finding, save for times that no calendar has',
    () => {
      const fine = all.filter(({ rules }) => rules.length === 0);
      const refused = fine.flatMap(({ name, writer, reader }) =>
        refusedValues(writer, reader).map((problem) => `${name}: ${problem}`),
      );
      expect([...new Set(refused)].toSorted()).toEqual([
        'int to a date: has a date that is none',
        'long of all bits to a time: has a time that no date can hold',
        'long to a time: has a time that no date can hold',
        'time to a long: has a time that no date can hold',
      ]);
    },
    timeoutMs,
  );

  it(
    'refuses what has a finding by Avro’s rules',
    () => {
      const broken = all.filter(({ rules }) => rules.some((rule) => !compatibilityRules[rule].isStricterThanAvro));
      expect(broken.length).toBeGreaterThan(1_000);
      expect(broken.filter(({ writer, reader }) => isReadByCodec(writer, reader))).toEqual([]);
    },
    timeoutMs,
  );

  it('refuses some of what Avro would read otherwise; the rest are values it may refuse, or other values', () => {
    const stricter = all.filter(
      ({ rules }) => rules.length > 0 && rules.every((rule) => compatibilityRules[rule].isStricterThanAvro),
    );
    const outcome = stricter.map(
      ({ writer, reader, rules, name }) =>
        `${rules.join()} ${isReadByCodec(writer, reader) ? 'read' : 'refused'}: ${name}`,
    );
    expect([...new Set(outcome)].toSorted()).toEqual([
      'BYTES_READ_AS_TEXT read: array of maps of text to bytes',
      'BYTES_READ_AS_TEXT read: at random',
      'BYTES_READ_AS_TEXT read: bytes to string',
      'BYTES_READ_AS_TEXT read: decimal to text',
      'BYTES_READ_AS_TEXT read: string to bytes',
      'BYTES_READ_AS_TEXT read: text branch beside bytes',
      'BYTES_READ_AS_TEXT read: text branch to bytes',
      'BYTES_READ_AS_TEXT read: text, bytes, text',
      'BYTES_READ_AS_TEXT read: union at the top with records',
      'DECIMAL_PRECISION_NARROWED refused: decimal with fewer digits',
      'DECIMAL_PRECISION_NARROWED refused: decimal with more digits',
      'DECIMAL_SCALE_CHANGED refused: decimal of a fixed, another scale',
      'DECIMAL_SCALE_CHANGED refused: decimal with another scale',
      'DECIMAL_SCALE_CHANGED refused: optional decimal with another scale',
      'FIELD_ALIAS_SHARED read: two fields of one',
      'LOGICAL_TYPE_CHANGED read: int to a time of day',
      'LOGICAL_TYPE_CHANGED read: long to a time of day',
      'LOGICAL_TYPE_CHANGED read: text to a uuid',
      'LOGICAL_TYPE_CHANGED read: time of day to an int',
      'LOGICAL_TYPE_CHANGED read: uuid to text',
      'LOGICAL_TYPE_CHANGED refused: bytes to a decimal',
      'LOGICAL_TYPE_CHANGED refused: date branch to a time behind a long',
      'LOGICAL_TYPE_CHANGED refused: date to a time',
      'LOGICAL_TYPE_CHANGED refused: decimal to bytes',
      'LOGICAL_TYPE_CHANGED refused: decimal to text',
      'LOGICAL_TYPE_CHANGED refused: local time to time',
      'LOGICAL_TYPE_CHANGED refused: milliseconds branch to microseconds behind a double',
      'LOGICAL_TYPE_CHANGED refused: milliseconds to microseconds',
      'LONG_RANGE_NARROWED read: local microseconds to a float',
      'LONG_RANGE_NARROWED read: local nanoseconds to a number',
      'LONG_RANGE_NARROWED read: long of all bits to a double',
      'LONG_RANGE_NARROWED read: long of all bits to a float',
      'LONG_RANGE_NARROWED read: long of all bits to a number',
      'LONG_RANGE_NARROWED read: microseconds to a number',
      'LONG_RANGE_NARROWED read: nanoseconds to a double',
      'LONG_RANGE_NARROWED read: nanoseconds to a number',
      'NAMESPACE_CHANGED refused: enum in another namespace',
      'NAMESPACE_CHANGED refused: enum in another namespace, in a field',
      'NAMESPACE_CHANGED refused: enum in another namespace, in a union',
      'NAMESPACE_CHANGED refused: namespace changed',
      'NAMESPACE_CHANGED refused: namespace changed by alias',
      'NAMESPACE_CHANGED refused: namespace taken away',
      'NAMESPACE_CHANGED refused: the second of two records of one name reads it',
    ]);
  });
});
