import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { compare, parseSchema } from '@spillway/contracts';
import { defineEvent, type AvroSchema } from '@spillway/events';
import { constructPayloads } from '../test/support/avro-readings/construct-payloads.ts';
import { constructs } from '../test/support/avro-readings/constructs.ts';
import { evolutions } from '../test/support/avro-readings/evolutions.ts';
import { readingFile, type Readings } from '../test/support/avro-readings/reading-file.ts';
import { evolvedPairs } from '../test/support/avro-verdicts/evolved-pairs.ts';
import { branchesNamed } from '../test/support/avro-verdicts/branches-named.ts';
import { readWithJava, type WrittenValues } from '../test/support/avro-verdicts/read-with-java.ts';
import { Random } from '../test/support/random.ts';
import { randomContract } from '../test/support/random-contracts/random-contract.ts';
import { RandomPayload } from '../test/support/random-contracts/random-payload.ts';

/**
 * `node tools/write-avro-readings.ts` takes a contract of each construct, a pair for each way to evolve, and contracts and
 * pairs made at random, the same each time; and writes what Apache Avro reads from their bytes, in Java and in Python. See
 * test/fixtures/avro-readings/README.md.
 */
const [seed, randomContracts, randomPairs, payloadsEach, frameBytes] = [20_261_127, 60, 40, 3, 5];
const random = new Random(seed);

interface Case {
  readonly name?: string;
  readonly writer: unknown;
  readonly reader?: unknown;
  /** What is only to be read by Java; undefined where one does not know beforehand. */
  readonly inPython?: boolean;
  readonly payloads?: readonly unknown[];
}

let names = 0;
const cases: readonly Case[] = [
  ...Object.entries(constructs).map(([name, writer]) => {
    return { name, writer, inPython: true, payloads: constructPayloads[name] };
  }),
  ...Object.entries(evolutions).map(([name, { notInPython, ...each }]) => {
    return { name, ...each, inPython: notInPython === undefined };
  }),
  ...Array.from({ length: randomContracts }, () => {
    return { writer: randomContract(random, () => `T${++names}`), inPython: true };
  }),
  ...evolvedPairs(random, randomPairs, reads).map(([writer, reader]) => ({ writer, reader })),
];

function reads(writer: unknown, reader: unknown): boolean {
  return compare(parseSchema(writer, 'writer'), parseSchema(reader, 'reader')).length === 0;
}

async function written({ writer, reader = writer, payloads }: Case): Promise<WrittenValues> {
  const definition = defineEvent<unknown>({ topic: 'random.things', schema: writer as AvroSchema, key: () => '' });
  const registry = memoryRegistry();
  await registerContracts(registry, [definition]);
  const codec = avroCodec({ registry, definitions: [definition] });
  await codec.warmUp([definition]);
  const made = new RandomPayload(random, writer);
  const all = payloads ?? Array.from({ length: payloadsEach }, () => made.next());
  const bytes = all.map((payload) => (codec.encode(definition, payload) as Buffer).subarray(frameBytes));
  return { writer, reader, bytes };
}

function readWithPython(all: readonly WrittenValues[]): readonly (readonly unknown[])[] {
  const asked = all.map(({ bytes, ...schemas }) => ({ ...schemas, hex: bytes.map((one) => one.toString('hex')) }));
  const script = join(import.meta.dirname, '../test/support/python/read_avro.py');
  const python = process.env['PYTHON'] ?? 'python3';
  const answer = execFileSync(python, [script], { input: JSON.stringify(asked), maxBuffer: 2 ** 28 });
  return JSON.parse(answer.toString('utf8')) as readonly (readonly unknown[])[];
}

const values: WrittenValues[] = [];
for (const each of cases) values.push(await written(each));
const [java, python] = [await readWithJava(values), readWithPython(values)];
const readings = cases.flatMap(({ inPython, name, writer, reader }, index): readonly Readings[] => {
  // Avro for Java loses its way in some recursive schemas.
  if (name === undefined && java[index]!.includes('lost')) return [];
  // Bytes that become a string and are no text are refused by us, and put right by Java.
  if (JSON.stringify(java[index]).includes('\ufffd')) return [];
  const isSame = isDeepStrictEqual(java[index], python[index]);
  if (inPython !== undefined && isSame !== inPython)
    throw new Error(`Java and Python: ${JSON.stringify([name, writer, reader, java[index], python[index]])}`);
  const of = values[index]!.bytes.map((one, at) => ({
    hex: one.toString('hex'),
    read: branchesNamed(reader ?? writer, java[index]![at]),
  }));
  return [{ name, writer, reader, by: isSame ? ['java', 'python'] : ['java'], values: of }];
});
writeFileSync(readingFile, `[\n${readings.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
const both = readings.filter(({ by }) => by.includes('python')).length;
process.stdout.write(`${readings.length} contracts and pairs read, ${both} of them in Python as well\n`);
