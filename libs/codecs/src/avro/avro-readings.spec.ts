import { describe, expect, it } from '@jest/globals';
import type { AvroSchema } from '@spillway/events';
import { constructs } from '../../../../test/support/avro-readings/constructs.js';
import { evolutions } from '../../../../test/support/avro-readings/evolutions.js';
import { readReadings, type Readings } from '../../../../test/support/avro-readings/reading-file.js';
import { plainValue } from '../../../../test/support/avro-verdicts/read-with-java.js';
import { buildType } from './build-type.js';
import { decodeValue } from './decode-value.js';
import type { ValueReader } from './avsc-internals.js';

function oursOf({ writer, reader, values }: Readings): readonly unknown[] {
  const type = buildType((reader ?? writer) as AvroSchema, 'contract');
  const from = reader === undefined ? type : type.createResolver(buildType(writer as AvroSchema, 'foreign'));
  return values.map(({ hex }) =>
    plainValue(decodeValue(Buffer.from(hex, 'hex'), 0, 1, from as unknown as ValueReader)),
  );
}

describe('the codec', () => {
  const all = readReadings();

  it('reads from the same bytes what Apache Avro reads in Java and in Python, by the same schema or another', () => {
    expect(all.map(oursOf)).toEqual(all.map(({ values }) => values.map(({ read }) => read)));
  });

  it('is held to every construct and every way to evolve, and to some made at random', () => {
    const named = all.filter(({ name }) => name !== undefined);
    expect(named.map(({ name, writer, reader, by }) => [name, { writer, reader }, by])).toEqual([
      ...Object.entries(constructs).map(([name, writer]) => [name, { writer }, ['java', 'python']]),
      ...Object.entries(evolutions).map(([name, { writer, reader, notInPython }]) => {
        return [name, { writer, reader }, notInPython === undefined ? ['java', 'python'] : ['java']];
      }),
    ]);
    const random = all.filter(({ name }) => name === undefined);
    expect(random.filter(({ reader }) => reader === undefined).length).toBeGreaterThan(50);
    const pairs = random.filter(({ reader }) => reader !== undefined);
    expect(pairs.length).toBeGreaterThan(30);
    expect(pairs.filter(({ by }) => by.includes('python')).length).toBeGreaterThan(20);
  });

  it('has a value of every branch of the unions made by hand', () => {
    const found = all.flatMap(({ name, writer, values }) => {
      const { type } = (writer as { fields: { type: unknown }[] }).fields[0]!;
      if (name === undefined || !Array.isArray(type)) return [];
      // The number of the branch comes first, doubled.
      const branches = new Set(values.map(({ hex }) => Number.parseInt(hex.slice(0, 2), 16) / 2));
      return [[name, type.length, branches.size]];
    });
    expect(found.length).toBeGreaterThan(8);
    expect(found.filter(([, count, read]) => read !== count)).toEqual([]);
  });

  it('has a contract for every logical type and every type that a contract may have', () => {
    const types = new Set<string>();
    const learn = (part: unknown): void => {
      if (typeof part === 'string') types.add(part);
      if (Array.isArray(part)) types.add('union');
      if (typeof part !== 'object' || part === null) return;
      const { type, logicalType, fields, items, values } = part as Readonly<Record<string, unknown>>;
      if (typeof logicalType === 'string') types.add(`${String(type)} ${logicalType}`);
      const within = Array.isArray(part) ? part : [type, items, values, ...((fields as unknown[] | undefined) ?? [])];
      within.forEach(learn);
    };
    Object.values(constructs).forEach(learn);
    expect([...types].filter((type) => !/^[A-Z]/.test(type)).toSorted()).toEqual(everyType);
  });
});

const everyType = [
  ...['array', 'boolean', 'bytes', 'bytes big-decimal', 'bytes decimal', 'double', 'enum', 'fixed', 'fixed decimal'],
  ...['fixed duration', 'fixed uuid', 'float', 'int', 'int date', 'int time-millis', 'long'],
  ...['long local-timestamp-micros', 'long local-timestamp-millis', 'long local-timestamp-nanos', 'long time-micros'],
  ...['long timestamp-micros', 'long timestamp-millis', 'long timestamp-nanos', 'map', 'null', 'record', 'string'],
  ...['string nobody-knows', 'string uuid', 'union'],
];
