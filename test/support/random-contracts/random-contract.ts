import type { Random } from '../random.ts';

type Json = string | readonly Json[] | { readonly [key: string]: unknown };

interface Scope {
  /** Names of the run, so that no two types meet. */
  readonly nextName: () => string;
  /** Enums and fixed of this contract: usable anywhere. */
  readonly values: string[];
  /** Records of this contract that are complete: usable anywhere. */
  readonly records: string[];
  /** Records that are being written: usable where a payload can end. */
  readonly open: string[];
}

export const randomNamespace = 'random.things';
const plain = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const fieldNames = [
  'class',
  'default',
  'new',
  'delete',
  'type',
  'name',
  'value',
  'items',
  '_private',
  'UPPER',
  'a1',
  'in',
];
const symbols = ['A', 'B_2', 'c', 'delete', 'NULL'];
const doc = 'Ends */ like this, `or` so.';

/** A contract of every construct of Avro, recursion, aliases and defaults among them. */
export function randomContract(random: Random, nextName: () => string): Json {
  return randomRecord(random, { nextName, values: [], records: [], open: [] }, 3);
}

function randomRecord(random: Random, scope: Scope, depth: number): Json {
  const name = scope.nextName();
  scope.open.push(name);
  const names = fieldNames.toSorted(() => random.next() - 0.5).slice(0, 1 + random.below(5));
  const fields = names.map((fieldName) => randomField(random, scope, fieldName, depth));
  scope.open.pop();
  scope.records.push(name);
  const aliases = random.isTrue(0.2) ? { aliases: [`Old${name}`] } : {};
  return { type: 'record', name, namespace: randomNamespace, doc, ...aliases, fields };
}

function randomField(random: Random, scope: Scope, name: string, depth: number): Json {
  const type = randomType(random, scope, depth);
  const isOptional = Array.isArray(type) && type[0] === 'null';
  const more = isOptional && random.isTrue(0.7) ? { default: null } : type === 'string' ? { default: 'x' } : {};
  return { name, type, doc, ...more, ...(random.isTrue(0.1) ? { aliases: [`old_${name}`] } : {}) };
}

function randomType(random: Random, scope: Scope, depth: number): Json {
  const choice = random.below(depth === 0 ? 5 : 10);
  if (choice < 2) return random.pick(plain);
  if (choice === 2) return randomLogical(random, scope);
  if (choice === 3) return randomNamedValue(random, scope);
  if (choice === 4) return scope.records.length > 0 ? random.pick(scope.records) : random.pick(plain);
  if (choice === 5) return randomRecord(random, scope, depth - 1);
  return randomContainer(random, scope, depth);
}

function randomContainer(random: Random, scope: Scope, depth: number): Json {
  const choice = random.below(5);
  if (choice === 0) return randomUnion(random, scope, depth);
  if (choice === 4) return randomTaggedUnion(random, scope, depth);
  const inner = random.isTrue(0.3) ? random.pick(scope.open) : randomType(random, scope, depth - 1);
  const isNullable = !Array.isArray(inner) && inner !== 'null';
  if (choice === 1 || !isNullable) return { type: 'array', items: inner };
  if (choice === 2) return { type: 'map', values: inner };
  return random.isTrue(0.8) ? ['null', inner] : [inner, 'null'];
}

/** Branches that JSON can tell apart, in any order; made in that order, since a name is defined where it comes first. */
function randomUnion(random: Random, scope: Scope, depth: number): Json {
  const isTime = random.isTrue(0.2);
  const text = random.pick([
    randomUuid,
    randomDecimal,
    () => 'string' as Json,
    () => 'bytes' as Json,
    randomNamedValue,
  ]);
  const branches: readonly (() => Json)[] = [
    () => 'null',
    () => 'boolean',
    () => random.pick(isTime ? ['int', 'double'] : ['int', 'long', 'float', 'double']),
    () => (isTime ? time : text(random, scope)),
    () => ({ type: 'array', items: random.pick(scope.open) }),
    // In a payload a time is an object.
    ...(isTime ? [] : [() => randomObject(random, scope, depth)]),
  ];
  const order = branches.map((branch) => ({ branch, at: random.next() })).toSorted((one, other) => one.at - other.at);
  return order.slice(0, 1 + random.below(branches.length)).map(({ branch }) => branch());
}

/** Branches that JSON cannot tell apart by themselves; Avro has each kind of type once, but for named ones. */
function randomTaggedUnion(random: Random, scope: Scope, depth: number): Json {
  const branches: readonly (() => Json)[] = [
    () => 'null',
    () => random.pick(['string', randomUuid()]),
    () => random.pick(['bytes', randomDecimal(random)]),
    () => random.pick<Json>(['long', bigint, time, { type: 'long', logicalType: 'timestamp-micros' }]),
    () => random.pick<Json>(['int', { type: 'int', logicalType: 'date' }]),
    () => randomFixed(random, scope),
    () => randomEnum(random, scope),
    () => randomRecord(random, scope, depth - 1),
    () => ({ type: 'map', values: 'long' }),
  ];
  const order = branches.map((branch) => ({ branch, at: random.next() })).toSorted((one, other) => one.at - other.at);
  return order.slice(0, 2 + random.below(branches.length - 2)).map(({ branch }) => branch());
}

function randomObject(random: Random, scope: Scope, depth: number): Json {
  return random.isTrue(0.5) ? { type: 'map', values: 'long' } : randomRecord(random, scope, depth - 1);
}

const bigint: Json = { type: 'long', 'spillway.long': 'bigint' };
const time: Json = { type: 'long', logicalType: 'timestamp-millis' };
const randomUuid = (): Json => ({ type: 'string', logicalType: 'uuid' });

function randomDecimal(random: Random): Json {
  const precision = 1 + random.below(20);
  return { type: 'bytes', logicalType: 'decimal', precision, scale: random.below(precision + 1) };
}

const onInt = ['date', 'time-millis'];
const onLong = [
  'time-micros',
  'timestamp-micros',
  'timestamp-nanos',
  'local-timestamp-millis',
  'local-timestamp-micros',
  'local-timestamp-nanos',
];

function randomLogical(random: Random, scope: Scope): Json {
  return random.pick<() => Json>([
    () => ({ type: 'string', logicalType: 'nobody-knows' }),
    () => randomDecimal(random),
    () => bigint,
    () => time,
    randomUuid,
    () => ({ type: 'int', logicalType: random.pick(onInt) }),
    () => ({ type: 'long', logicalType: random.pick(onLong) }),
    () => ({ type: 'bytes', logicalType: 'big-decimal' }),
    () => randomFixed(random, scope),
  ])();
}

function randomNamedValue(random: Random, scope: Scope): Json {
  if (scope.values.length > 0 && random.isTrue(0.4)) return random.pick(scope.values);
  return random.isTrue(0.4) ? randomFixed(random, scope) : randomEnum(random, scope);
}

function randomFixed(random: Random, scope: Scope): Json {
  const name = scope.nextName();
  scope.values.push(name);
  const named = { type: 'fixed', name, namespace: randomNamespace };
  return random.pick<Json>([
    { ...named, size: 1 + random.below(8) },
    { ...named, size: 16, logicalType: 'uuid' },
    { ...named, size: 12, logicalType: 'duration' },
    { ...named, size: 9, logicalType: 'decimal', precision: 20, scale: random.below(21) },
  ]);
}

function randomEnum(random: Random, scope: Scope): Json {
  const name = scope.nextName();
  scope.values.push(name);
  const some = symbols.slice(0, 1 + random.below(symbols.length));
  const more = random.isTrue(0.5) ? { default: some[0] } : {};
  return { type: 'enum', name, namespace: randomNamespace, symbols: some, ...more };
}
