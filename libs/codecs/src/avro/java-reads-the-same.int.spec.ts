import { expect, it } from '@jest/globals';
import type { AvroSchema } from '@spillway/events';
import { readReadings } from '../../../../test/support/avro-readings/reading-file.js';
import { branchesNamed } from '../../../../test/support/avro-verdicts/branches-named.js';
import { plainValue, readWithJava, type WrittenValues } from '../../../../test/support/avro-verdicts/read-with-java.js';
import { evolvedPairs } from '../../../../test/support/avro-verdicts/evolved-pairs.js';
import { describeWithCompiler } from '../../../../test/support/describe-with-java.js';
import { Random } from '../../../../test/support/random.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { randomContract } from '../../../../test/support/random-contracts/random-contract.js';
import { RandomPayload } from '../../../../test/support/random-contracts/random-payload.js';
import { compare } from '../../../contracts/src/compatibility/compare.js';
import { parseSchema } from '../../../contracts/src/schema/parse-schema.js';
import { buildType } from './build-type.js';
import { startItemBudget } from './item-budget.js';
import { startRecordDepth } from './record-depth.js';

const payloadsEach = 3;

/** Payloads written by one schema; our own reading of them beside. */
function written(
  random: Random,
  writer: unknown,
  reader: unknown,
): WrittenValues & { readonly ours: readonly unknown[] } {
  const writerType = buildType(writer as AvroSchema, 'foreign');
  const readerType = buildType(reader as AvroSchema, 'contract');
  const resolver = readerType.createResolver(writerType);
  const read = (one: Buffer): unknown => {
    startItemBudget(one.length);
    startRecordDepth();
    return readerType.fromBuffer(one, resolver);
  };
  const payloads = new RandomPayload(random, writer);
  const bytes = Array.from({ length: payloadsEach }, () => writerType.toBuffer(payloads.next()));
  return { writer, reader, bytes, ours: bytes.map((one) => plainValue(read(one))) };
}

/** Java's values, with a branch named where ours name it. */
async function readInJava(all: readonly WrittenValues[]): Promise<readonly (readonly unknown[])[]> {
  const javas = await readWithJava(all);
  return javas.map((values, index) => values.map((value) => branchesNamed(all[index]!.reader, value)));
}

const isFine = (writer: unknown, reader: unknown): boolean =>
  compare(parseSchema(writer, 'writer'), parseSchema(reader, 'reader')).length === 0;

describeWithCompiler('Apache Avro’s Java reader', () => {
  const { options, timeoutMs } = propertyRuns('java-reads-the-same', 200, 100);

  it(
    'reads the same values from the same bytes, of every construct of a contract',
    async () => {
      const random = new Random(options.seed);
      let count = 0;
      const all = Array.from({ length: options.numRuns }, () => {
        const schema = randomContract(random, () => `T${++count}`);
        return written(random, schema, schema);
      });
      const javas = await readInJava(all);
      const isLost = (index: number): boolean => javas[index]!.includes('lost');
      const lost = all.filter((_, index) => isLost(index));
      expect(lost.length).toBeLessThan(all.length / 20);
      const oursOf = (one: (typeof all)[number], index: number) => (isLost(index) ? javas[index] : one.ours);
      expect(javas).toEqual(all.map(oursOf));
    },
    timeoutMs,
  );

  it(
    'still reads what is kept of its readings, of every contract and pair',
    async () => {
      const kept = readReadings();
      const all = kept.map(({ writer, reader = writer, values }) => ({
        ...{ writer, reader },
        bytes: values.map(({ hex }) => Buffer.from(hex, 'hex')),
      }));
      expect(await readInJava(all)).toEqual(kept.map(({ values }) => values.map(({ read }) => read)));
    },
    timeoutMs,
  );

  it(
    'reads the same values through a newer or an older schema',
    async () => {
      const random = new Random(options.seed);
      const all = evolvedPairs(random, options.numRuns, isFine).map(([writer, reader]) =>
        written(random, writer, reader),
      );
      expect(await readInJava(all)).toEqual(all.map(({ ours }) => ours));
    },
    timeoutMs,
  );
});
