import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { defineEvent, type AvroSchema } from '@spillway/events';
import { readingFile, type Readings } from '../test/support/avro-readings/reading-file.ts';
import { readWithJava } from '../test/support/avro-verdicts/read-with-java.ts';
import { Random } from '../test/support/random.ts';
import { randomContract } from '../test/support/random-contracts/random-contract.ts';
import { RandomPayload } from '../test/support/random-contracts/random-payload.ts';

/**
 * `node tools/write-avro-readings.ts` makes contracts and payloads at random, the same each time, and writes what Apache
 * Avro reads from their bytes, in Java and in Python. See test/fixtures/avro-readings/README.md.
 */
const [seed, contracts, payloadsEach, frameBytes] = [20_261_127, 60, 3, 5];
const random = new Random(seed);

interface Written {
  readonly schema: AvroSchema;
  readonly bytes: readonly Buffer[];
}

async function write(schema: AvroSchema): Promise<Written> {
  const definition = defineEvent<unknown>({ topic: 'random.things', schema, key: () => '' });
  const registry = memoryRegistry();
  await registerContracts(registry, [definition]);
  const codec = avroCodec({ registry, definitions: [definition] });
  await codec.warmUp([definition]);
  const payloads = new RandomPayload(random, schema);
  const bytes = Array.from({ length: payloadsEach }, () =>
    (codec.encode(definition, payloads.next()) as Buffer).subarray(frameBytes),
  );
  return { schema, bytes };
}

function readWithPython(written: readonly Written[]): readonly (readonly unknown[])[] {
  const asked = written.map(({ schema, bytes }) => ({ schema, hex: bytes.map((one) => one.toString('hex')) }));
  const script = join(import.meta.dirname, '../test/support/python/read_avro.py');
  const python = process.env['PYTHON'] ?? 'python3';
  const answer = execFileSync(python, [script], { input: JSON.stringify(asked), maxBuffer: 2 ** 28 });
  return JSON.parse(answer.toString('utf8')) as readonly (readonly unknown[])[];
}

let names = 0;
const all: Written[] = [];
while (all.length < contracts) {
  all.push(await write(randomContract(random, () => `T${++names}`, { isTagging: false }) as AvroSchema));
}
const java = await readWithJava(all.map(({ schema, bytes }) => ({ writer: schema, reader: schema, bytes })));
const python = readWithPython(all);
const readings = all.flatMap(({ schema, bytes }, index): readonly Readings[] => {
  // Avro for Java loses its way in some recursive schemas.
  if (java[index]!.includes('lost')) return [];
  const values = bytes.map((one, at) => {
    const [read, other] = [java[index]![at], python[index]![at]];
    if (!isDeepStrictEqual(read, other))
      throw new Error(`Java and Python differ: ${JSON.stringify([schema, read, other])}`);
    return { hex: one.toString('hex'), read };
  });
  return [{ schema, values }];
});
writeFileSync(readingFile, `[\n${readings.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
process.stdout.write(`${readings.length} contracts read\n`);
