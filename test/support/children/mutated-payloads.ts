// Decodes mutated payloads in a process of its own: `mutated-payloads.ts <runs> <seed>`; the report is one line of JSON.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { avroCodec, memoryRegistry, type ContractRegistry } from '@spillway/codecs';
import { eventFolder } from '@spillway/contracts';
import {
  defineEvent,
  isSpillwayError,
  knownEvents,
  schemaIdHeader,
  SpillwayError,
  type AvroSchema,
  type EventDefinition,
  defineUpcaster,
  type Upcaster,
} from '@spillway/events';
import type { ValueOrigin } from '@spillway/streaming';
import { mutated } from '../mutated-bytes.js';
import { Random } from '../random.js';
import { peakResidentBytes } from '../resident-bytes.js';

export interface MutationReport {
  readonly values: number;
  /** How often each reason was given. */
  readonly refused: Readonly<Record<string, number>>;
  /** What was neither a value nor a typed error. */
  readonly failures: readonly string[];
  readonly slowestCpuMs: number;
  readonly peakRssBytes: number;
}

interface Target {
  readonly name: string;
  readonly codec: ReturnType<typeof avroCodec>;
  readonly bases: readonly Buffer[];
}

const [runs, seed] = process.argv.slice(2).map(Number) as [number, number];
const frame = Buffer.from([0, 0, 0, 0, 1]);
const maxFailures = 5;
const knownIds = 3;
/** Of payloads whose frame is changed as well. */
const changedFrames = 1 / 20;
const guid = '00010203-0405-0607-0809-0a0b0c0d0e0f';
/** Name the schema in the frame's place: by its id, and by its GUID. */
const idHeaders = [frame, Buffer.from(`01${guid.replaceAll('-', '')}`, 'hex')];
/** Of payloads whose schema a header names, and of those whose header is changed as well. */
const [namedByHeaders, changedHeaders] = [1 / 10, 1 / 2];

const record = (fields: Readonly<Record<string, unknown>>): AvroSchema => ({
  type: 'record',
  name: 'Made',
  namespace: 'up',
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
const wide = record(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 'string'])));
const list = { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] };
const tree = { type: 'record', name: 'Tree', fields: [{ name: 'below', type: { type: 'array', items: 'Tree' } }] };
const arrayOf = (items: unknown): object => ({ type: 'array', items });
const mapOf = (values: unknown): object => ({ type: 'map', values });

/** Schemas that mutations can do most with; each with bytes of values, in hexadecimal. */
const made: readonly (readonly [schema: AvroSchema, ...values: readonly string[]])[] = [
  [record({ f: list }), '0202020200', '02'.repeat(63) + '00'],
  [record({ f: tree }), '0402020000000000', '02'.repeat(20) + '00'.repeat(21)],
  [record({ f: arrayOf('null') }), '0400', '80800800'],
  [record({ f: arrayOf({ type: 'record', name: 'Empty', fields: [] }) }), '0400'],
  [record({ f: arrayOf({ ...(wide as object), name: 'Wide' }) }), `02${'00'.repeat(500)}00`],
  [record({ f: arrayOf(arrayOf(arrayOf('int'))) }), '0202040406000000'],
  [record({ f: mapOf(mapOf('string')) }), '02026102026202630000'],
  [record({ f: mapOf(arrayOf('double')) }), `02026104${'000000000000f03f'.repeat(2)}0000`],
  [record({ f: ['null', 'string', 'long', 'bytes'] }), '0206616263', '04feffffffffffff1f', '0606010203'],
  [record({ a: 'long', b: { type: 'long', logicalType: 'timestamp-millis' }, c: 'int' }), '0286a0ce90944b04'],
  [
    record({
      price: { type: 'bytes', logicalType: 'decimal', precision: 38, scale: 10 },
      id: { type: 'string', logicalType: 'uuid' },
      hash: { type: 'fixed', name: 'Hash', size: 4 },
      suit: { type: 'enum', name: 'Suit', symbols: ['A', 'B'] },
      yes: 'boolean',
      ratio: 'float',
    }),
    `0600ff01${'48'}${Buffer.from('89791762-2336-4186-9674-299b90a802e2').toString('hex')}010203040201${'0000803f'}`,
  ],
];

function target(
  name: string,
  schema: AvroSchema,
  options: { definitions: EventDefinition<never>[]; hex: readonly string[]; upcasters?: readonly Upcaster[] },
): Target {
  const registry: ContractRegistry = {
    ...memoryRegistry(),
    // Like a real one it knows few of the ids that a changed frame can name: each that it knows is a reader that stays.
    schemaById: async (id) => {
      if (id <= knownIds) return schema;
      throw new SpillwayError('SPW-3002', 'The registry does not know the id');
    },
    schemaByGuid: async (asked) => {
      if (asked === guid) return schema;
      throw new SpillwayError('SPW-3002', 'The registry does not know the GUID');
    },
  };
  const bases = options.hex.map((text) => Buffer.from(text, 'hex'));
  const { definitions, upcasters } = options;
  return { name, codec: avroCodec({ registry, definitions, upcasters }), bases };
}

const define = (reader: AvroSchema): EventDefinition<never> =>
  defineEvent<never>({ topic: 't', schema: reader, key: () => 'k' });

/** Each schema as a stranger's, as a contract, and with a contract that skips all of it. */
function targetsOf(name: string, schema: AvroSchema, hex: readonly string[]): Target[] {
  const nothing: AvroSchema = { ...(schema as { type: unknown }), fields: [] };
  return [
    target(`${name} of a stranger`, schema, { definitions: [], hex }),
    target(`${name} by its contract`, schema, { definitions: [define(schema)], hex }),
    target(`${name} passed over`, schema, { definitions: [define(nothing)], hex }),
  ];
}

const suit = (...symbols: readonly string[]) => ({ type: 'enum', name: 'Suit', symbols, default: 'A' });
const older = record({ count: 'int', suit: suit('A', 'B'), note: ['null', 'string'], words: mapOf('string') });
/** Widened, renamed, reordered, with a symbol less and a field more. */
const newer: AvroSchema = {
  ...{ type: 'record', name: 'Made', namespace: 'up' },
  fields: [
    { name: 'told', aliases: ['note'], type: ['null', 'bytes', 'string'] },
    { name: 'suit', type: suit('A') },
    { name: 'count', type: 'double' },
    { name: 'lines', type: arrayOf('long'), default: [] },
    { name: 'words', type: mapOf('bytes') },
  ],
};

const inPence = record({ pence: 'long' });
const inPounds = define(record({ pounds: 'string' }));
/** Made into today's by a function that refuses some. */
const toPounds = defineUpcaster<{ readonly pence: number }, never>({
  to: inPounds,
  from: inPence,
  upcast: ({ pence }) => {
    if (pence < 0) throw new RangeError('less than nothing');
    return { pounds: (pence / 100).toFixed(2) } as never;
  },
});

function releasedExamples(type: string): readonly string[] {
  const versions = join(import.meta.dirname, '../../../schemas', eventFolder(type), 'versions');
  return readdirSync(versions).flatMap((file) => {
    const { examples } = JSON.parse(readFileSync(join(versions, file), 'utf8')) as { examples: { avroHex: string }[] };
    return examples.map(({ avroHex }) => avroHex);
  });
}

interface Outcome {
  readonly text?: string;
  /** Why the bytes are no event. */
  readonly reason?: string;
  /** What is neither. */
  readonly failure?: string;
}

async function outcomeOf(work: () => Promise<string>): Promise<Outcome> {
  try {
    return { text: await work() };
  } catch (error) {
    if (isSpillwayError(error, 'SPW-3002')) return { reason: 'unknown' };
    return isSpillwayError(error, 'SPW-3001')
      ? { reason: String(error.context['reason']) }
      : { failure: String(error) };
  }
}

/** With the CPU that it took: what a busy machine takes away meanwhile is no stall of ours. */
async function measured(work: () => Promise<string>): Promise<{ readonly outcome: Outcome; readonly cpuMs: number }> {
  const before = process.cpuUsage();
  const outcome = await outcomeOf(work);
  const { user, system } = process.cpuUsage(before);
  return { outcome, cpuMs: (user + system) / 1_000 };
}

/** Of bytes that are no value to begin with, every mutation is refused the same way. The first reading also warms up. */
async function readBases({ name, codec, bases }: Target): Promise<void> {
  for (const base of bases) {
    const { reason, failure } = await outcomeOf(() => read(codec, Buffer.concat([frame, base])));
    const trouble = reason ?? failure;
    if (trouble !== undefined) throw new Error(`${name}, ${base.toString('hex').slice(0, 100)}: ${trouble}`);
  }
}

async function read(codec: Target['codec'], value: Buffer, origin?: ValueOrigin): Promise<string> {
  return JSON.stringify(codec.toJson(await codec.decode(value, origin)));
}

/** A changed body whose schema a frame or a header names, which may be changed itself. */
function mutatedRecord(random: Random, body: Buffer): { readonly value: Buffer; readonly origin?: ValueOrigin } {
  if (!random.isTrue(namedByHeaders)) {
    const begin = random.isTrue(changedFrames) ? mutated(frame, random, frame) : frame;
    return { value: Buffer.concat([begin, body]) };
  }
  const header = random.pick(idHeaders);
  const named = random.isTrue(changedHeaders) ? mutated(header, random, header) : header;
  return { value: body, origin: { topic: 't', headers: { [schemaIdHeader]: named } } };
}

async function run(targets: readonly Target[]): Promise<MutationReport> {
  const random = new Random(seed);
  const refused: Record<string, number> = {};
  const failures: string[] = [];
  let [values, slowestCpuMs] = [0, 0];
  for (const each of targets) await readBases(each);
  for (let index = 0; index < runs && failures.length < maxFailures; index++) {
    const { name, codec, bases } = random.pick(targets);
    const body = mutated(random.pick(bases), random, random.pick(targets).bases[0]!);
    const { value, origin } = mutatedRecord(random, body);
    const decoded = await measured(() => read(codec, value, origin));
    const asJson = await measured(async () => (await codec.decodeAsJson(value, origin)).text.toString());
    slowestCpuMs = Math.max(slowestCpuMs, decoded.cpuMs, asJson.cpuMs);
    const { text, reason, failure } = decoded.outcome;
    if (failure !== undefined || JSON.stringify(asJson.outcome) !== JSON.stringify(decoded.outcome)) {
      const told = `${JSON.stringify(decoded.outcome)} ${JSON.stringify(asJson.outcome)}`;
      failures.push(`run ${index}, ${name}: ${told.slice(0, 400)}; ${value.toString('hex').slice(0, 400)}`);
    }
    if (text !== undefined) values++;
    if (reason !== undefined) refused[reason] = (refused[reason] ?? 0) + 1;
  }
  return { values, refused, failures, slowestCpuMs, peakRssBytes: peakResidentBytes(process.pid) };
}

const targets = [
  ...knownEvents.flatMap(({ type, schema }) => targetsOf(type, schema, releasedExamples(type))),
  ...made.flatMap(([schema, ...hex], index) => targetsOf(`made-up ${index}`, schema, hex)),
  target('of an older version', older, { definitions: [define(newer)], hex: ['02020204616202026b027600', '01000000'] }),
  target('of an upcaster', inPence, { definitions: [inPounds], upcasters: [toPounds], hex: ['fe03', '00'] }),
];
process.stdout.write(`${JSON.stringify(await run(targets))}\n`);
