import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineEvent, type AvroSchema, type EventDefinition } from '@spillway/events';
import { avroCodec } from '../../../codecs/src/codec/avro-codec.js';
import { memoryRegistry } from '../../../codecs/src/registry/memory-registry.js';
import { registerContracts } from '../../../codecs/src/registry/register-contracts.js';
import { Random } from '../../../../test/support/random.js';
import { compile } from '../../../../test/support/guide-blocks.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { literalOf } from '../../../../test/support/random-contracts/literal-of.js';
import { randomContract } from '../../../../test/support/random-contracts/random-contract.js';
import { RandomPayload } from '../../../../test/support/random-contracts/random-payload.js';
import { wrongPayloads } from '../../../../test/support/random-contracts/wrong-payloads.js';
import { readContracts } from '../files/read-contracts.js';
import { contractsGenerator } from './contracts-generator.js';
import { kebabCase } from '../files/kebab-case.js';

type Payload = Readonly<Record<string, unknown>>;
interface Sample {
  readonly name: string;
  readonly codec: ReturnType<typeof avroCodec>;
  readonly definition: EventDefinition;
  /** What the codec gave back. */
  readonly decoded: readonly Payload[];
  /** What the codec refused by its kind. */
  readonly wrong: readonly Payload[];
}

const { options, timeoutMs } = propertyRuns('generated-types', 40, 400);
const payloadsEach = 4;
const random = new Random(options.seed);

function contracts(): readonly { readonly name: string; readonly schema: AvroSchema }[] {
  let count = 0;
  return Array.from({ length: options.numRuns }, () => {
    const schema = randomContract(random, () => `T${++count}`) as { readonly name: string } & AvroSchema;
    return { name: schema.name, schema };
  });
}

/** Payloads of a contract, as they come back from bytes and from JSON. */
async function sampleOf(name: string, schema: AvroSchema): Promise<Sample> {
  const registry = memoryRegistry();
  const definition = defineEvent({ topic: 'random.things', schema, key: () => 'k' });
  await registerContracts(registry, [definition]);
  const codec = avroCodec({ registry, definitions: [definition] });
  await codec.warmUp([definition]);
  const payloads = new RandomPayload(random, schema);
  const written = Array.from({ length: payloadsEach }, () => payloads.next() as Payload);
  const decoded = written.map((payload) => {
    const event = codec.decode(codec.encode(definition, payload) as Buffer) as Parameters<typeof codec.toJson>[0];
    expect(event.payload).toEqual(payload);
    const json = JSON.stringify(codec.toJson(event));
    // JSON has no years beyond four digits.
    if (!/"[+-]\d{6}-/.test(json)) expect(codec.parseJson(definition, JSON.parse(json))).toEqual(payload);
    return event.payload as Payload;
  });
  const wrong = wrongPayloads(schema, written[0]!);
  for (const payload of wrong) expect(() => codec.encode(definition, payload)).toThrow();
  return { name, codec, definition, decoded, wrong };
}

/** Generated modules on the disk, and beside each the payloads that are, and are not, of its type. */
function writeModules(folder: string, samples: readonly Sample[]): readonly string[] {
  const files = samples.map(({ name, definition }) => {
    const path = `random/things/${kebabCase(name)}/${name}.avsc`;
    return { path, shownAs: path, text: JSON.stringify(definition.schema) };
  });
  const set = readContracts(files);
  const generator = contractsGenerator(set, { folder: '.', schemaTypeModule: '@spillway/events', examples: true });
  for (const { path, content } of generator.generate(folder)) write(join(folder, path), content);
  return samples.map(({ name, decoded, wrong }) => {
    const file = join(folder, 'random/things', `${kebabCase(name)}.uses.ts`);
    const right = decoded.map((payload) => `take(${literalOf(payload)});`);
    const refused = wrong.map((payload) => `// @ts-expect-error\ntake(${literalOf(payload)});`);
    const head = `import type { ${name} } from './${kebabCase(name)}.js';\ndeclare function take(payload: ${name}): void;`;
    write(file, [head, ...right, ...refused, ''].join('\n'));
    return file;
  });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('types generated from contracts made at random', () => {
  const samples: Sample[] = [];
  let folder: string;

  beforeAll(async () => {
    mkdirSync(resolve('.cache/guides'), { recursive: true });
    folder = mkdtempSync(resolve('.cache/guides/types-'));
    for (const { name, schema } of contracts()) samples.push(await sampleOf(name, schema));
  }, timeoutMs);
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    'take what the codec gives, and refuse what it refuses',
    () => {
      const files = writeModules(folder, samples);
      expect(samples.flatMap(({ decoded }) => decoded).length).toBe(options.numRuns * payloadsEach);
      expect(samples.flatMap(({ wrong }) => wrong).length).toBeGreaterThan(options.numRuns);
      expect(compile(files)).toEqual([]);
    },
    timeoutMs + 120_000,
  );

  it('have examples that the codec takes and gives back', () => {
    for (const { name, codec, definition } of samples) {
      const file = join(folder, 'random/things', `${kebabCase(name)}.example.json`);
      const json = JSON.parse(readFileSync(file, 'utf8')) as unknown;
      const event = codec.decode(codec.encode(definition, codec.parseJson(definition, json)) as Buffer);
      expect(codec.toJson(event as Parameters<typeof codec.toJson>[0])).toEqual(json);
    }
  });
});
