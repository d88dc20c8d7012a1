import { describe, expect, it } from '@jest/globals';
import type { AvroSchema } from '@spillway/events';
import { mutated } from '../../../../test/support/mutated-bytes.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { randomContract } from '../../../../test/support/random-contracts/random-contract.js';
import { RandomPayload } from '../../../../test/support/random-contracts/random-payload.js';
import { Random } from '../../../../test/support/random.js';
import type { AvroType, ValueReader } from '../avro/avsc-internals.js';
import { buildType } from '../avro/build-type.js';
import { decodeValue } from '../avro/decode-value.js';
import { compileJsonForm } from '../json/compile-json-form.js';
import { startRecordDepth } from '../avro/record-depth.js';
import { compileJsonText } from './compile-json-text.js';
import { JsonBuffer } from './json-buffer.js';
import { writeValue } from './write-value.js';

const out = new JsonBuffer();

interface Subject {
  readonly type: AvroType;
  /** The text by the quick way; undefined where it leaves that to the long way. */
  quick(bytes: Buffer): string | undefined;
  /** The text by the long way; undefined for bytes that it refuses. */
  long(bytes: Buffer): string | undefined;
}

function subjectOf(schema: AvroSchema, origin: 'contract' | 'foreign' = 'contract'): Subject {
  const type = buildType(schema, origin);
  const write = compileJsonText(type);
  const form = compileJsonForm(type);
  return {
    type,
    quick: (bytes) => writeValue(bytes, 0, { write, out })?.toString(),
    long(bytes) {
      try {
        const value = decodeValue(bytes, 0, 1, type as unknown as ValueReader);
        return JSON.stringify(form.print(value as never));
      } catch {
        return undefined;
      }
    },
  };
}

const record = (fields: Readonly<Record<string, unknown>>): AvroSchema => ({
  type: 'record',
  name: 'Made',
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});

describe('the JSON text of Avro bytes', () => {
  const { options, timeoutMs } = propertyRuns('json-text', 400);

  it(
    'is that of the decoded value, for any contract, payload and damage',
    () => {
      const random = new Random(options.seed);
      let count = 0;
      let [unchanged, refused, damagedAndRead] = [0, 0, 0];
      for (let run = 0; run < options.numRuns; run++) {
        const schema = randomContract(random, () => `T${++count}`) as AvroSchema;
        const subjects = [subjectOf(schema), subjectOf(schema, 'foreign')];
        const payloads = new RandomPayload(random, schema);
        const values = Array.from({ length: 4 }, () => {
          // Damaged bytes leave it where they broke off.
          startRecordDepth();
          return subjects[0]!.type.toBuffer(payloads.next());
        });
        for (const { quick, long } of subjects) {
          for (const value of values) {
            expect(quick(value)).toBe(long(value));
            unchanged++;
            const damaged = mutated(value, random, random.pick(values));
            const [text, expected] = [quick(damaged), long(damaged)];
            // What the long way refuses must be left to it.
            if (text !== undefined) expect(text).toBe(expected);
            if (expected === undefined) refused++;
            else damagedAndRead++;
          }
        }
      }
      expect(unchanged).toBe(options.numRuns * 8);
      expect(Math.min(refused, damagedAndRead)).toBeGreaterThan(options.numRuns / 10);
    },
    timeoutMs,
  );

  it.each([
    ['text that JSON has to escape', record({ f: 'string' }), { f: '"\\\b\u0000\u001f' }],
    ['text of every length and width', record({ f: { type: 'array', items: 'string' } }), { f: manyTexts() }],
    ['the ends of a long', record({ f: { type: 'array', items: 'long' } }), { f: longs() }],
    [
      'a time before the calendar',
      record({ f: { type: 'long', logicalType: 'timestamp-millis' } }),
      { f: new Date(-8.64e15) },
    ],
    ['minus zero', record({ f: 'double' }), { f: -0 }],
    ['a record without fields', record({ f: { type: 'record', name: 'None', fields: [] } }), { f: {} }],
    ['map keys that an object puts first', record({ f: { type: 'map', values: 'int' } }), { f: { b: 1, 10: 2, 9: 3 } }],
    [
      'a map key of every object',
      record({ f: { type: 'map', values: 'int' } }),
      { f: { constructor: 1, toString: 2 } },
    ],
    ['a field of every object', record({ constructor: 'int', toJSON: 'int' }), { constructor: 1, toJSON: 2 }],
  ])('says %s as the long way does', (_name, schema, payload) => {
    const { type, quick, long } = subjectOf(schema);
    const bytes = type.toBuffer(payload);
    expect(quick(bytes)).toBe(long(bytes));
    expect(quick(bytes)).toBeDefined();
  });

  it.each([
    ['46 bytes that are left over', 'int', '0200'],
    ['47 a length beyond the end', 'string', '10616263'],
    ['47 a negative length', 'string', '01'],
    ['48 items of no bytes', { type: 'array', items: 'null' }, '80a8d6b90700'],
    ['49 records nested in themselves', list(), '02'.repeat(100_000)],
    ['50 a key that changes objects', { type: 'map', values: 'int' }, '02125f5f70726f746f5f5f0200'],
    ['51 a long beyond 53 bits', 'long', 'feffffffffffffffff01'],
    ['52 text that is not UTF-8', 'string', '04c328'],
    ['53 a branch that is not there', ['null', 'int'], '0e'],
    ['53 a symbol that is not there', { type: 'enum', name: 'Suit', symbols: ['A'] }, '12'],
    ['54 a decimal of too many digits', { type: 'bytes', logicalType: 'decimal', precision: 2, scale: 1 }, '0403e8'],
    ['54 a uuid that is none', { type: 'string', logicalType: 'uuid' }, '0261'],
    ['54 a number that is none', 'double', '000000000000f87f'],
  ])('%s: leaves it to the long way, which refuses it', (_name, type, hex) => {
    const { quick, long } = subjectOf(record({ f: type }));
    const bytes = Buffer.from(hex, 'hex');
    expect([quick(bytes), long(bytes)]).toEqual([undefined, undefined]);
  });

  it('leaves a text to the long way that is longer than a slab, and goes on behind it', () => {
    const { type, quick, long } = subjectOf(record({ f: { type: 'array', items: 'string' } }));
    const endless = type.toBuffer({ f: Array.from({ length: 30_000 }, () => 'x'.repeat(50)) });
    expect(quick(endless)).toBeUndefined();
    expect(long(endless)).toHaveLength(30_000 * 53 + 7);
    const short = type.toBuffer({ f: ['a'] });
    expect(quick(short)).toBe('{"f":["a"]}');
  });

  it('gives texts that stay as they are while others are written', () => {
    const { type } = subjectOf(record({ f: 'string' }));
    const write = compileJsonText(type);
    const written = Array.from({ length: 60_000 }, (_, index) => {
      return writeValue(type.toBuffer({ f: `text ${index} ${'x'.repeat(40)}` }), 0, { write, out })!;
    });
    expect(written.every((text, index) => text.toString() === `{"f":"text ${index} ${'x'.repeat(40)}"}`)).toBe(true);
  });
});

function manyTexts(): string[] {
  return Array.from({ length: 140 }, (_, length) => ['a', '\u007f', 'é', '𝄞'].map((one) => one.repeat(length))).flat();
}

function longs(): number[] {
  return [0, -1, 2 ** 31, -(2 ** 52) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
}

function list(): object {
  return { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] };
}
