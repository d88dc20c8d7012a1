import type { Random } from '../random.ts';
import type { SchemaCase } from './schema-case.ts';

type Json = string | readonly Json[] | { readonly [key: string]: unknown };
type Names = { readonly defined: string[]; readonly unions: Unions; count: number };
/** `optional`: null and one other, so that every value has an end. */
type Unions = 'optional' | 'several';

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const symbols = ['A', 'B', 'C', 'D'];
const defaults: Readonly<Record<string, unknown>> = { int: 1, long: 2, double: 0.5, string: 'x', boolean: true };

/** A schema and one or two later versions, each changed in a few places at random: compatible now and then. */
export function randomChange(random: Random, unions: Unions = 'optional'): Omit<SchemaCase, 'name'> {
  const versions: Json[] = [randomRecord(random, { defined: [], unions, count: 0 }, 2)];
  const count = 1 + random.below(2);
  while (versions.length <= count) versions.push(changed(random, versions.at(-1)!, unions));
  return { history: versions.slice(0, -1), proposed: versions.at(-1) };
}

function randomType(random: Random, names: Names, depth: number): Json {
  const choice = random.below(depth <= 0 ? 5 : 10);
  if (choice < 5) return random.pick(primitives);
  if (choice === 5) return { type: 'array', items: randomType(random, names, depth - 1) };
  if (choice === 6) return { type: 'map', values: randomType(random, names, depth - 1) };
  if (choice === 7 && names.unions === 'several') return randomUnion(random, names, depth - 1);
  if (choice === 7) return ['null', random.isTrue(0.5) ? 'string' : randomRecord(random, names, depth - 1)];
  if (choice === 8 && names.defined.length > 0) return ['null', random.pick(names.defined)];
  return random.isTrue(0.5) ? randomRecord(random, names, depth - 1) : randomEnum(random, names);
}

/** Of one to four branches, in any order. */
function randomUnion(random: Random, names: Names, depth: number): Json {
  const count = 1 + random.below(4);
  return distinct(Array.from({ length: count }, () => randomBranch(random, names, depth)));
}

function randomBranch(random: Random, names: Names, depth: number): Json {
  if (random.isTrue(0.3)) return 'null';
  const type = randomType(random, names, depth);
  return Array.isArray(type) ? 'string' : type;
}

/** A union has each kind once, and of named types each name. */
function distinct(branches: readonly Json[]): readonly Json[] {
  const keyOf = (branch: Json): unknown => {
    const { type, name } = (typeof branch === 'string' ? { name: branch } : branch) as {
      readonly type?: unknown;
      readonly name?: unknown;
    };
    return name ?? type;
  };
  return [...new Map(branches.toReversed().map((branch) => [keyOf(branch), branch])).values()].toReversed();
}

function randomRecord(random: Random, names: Names, depth: number): Json {
  const name = `R${++names.count}`;
  names.defined.push(name);
  const fields = Array.from({ length: 1 + random.below(3) }, (_, index) => {
    const type = randomType(random, names, depth);
    const hasDefault = typeof type === 'string' && type in defaults && random.isTrue(0.5);
    return { name: `f${index}`, type, ...(hasDefault ? { default: defaults[type as string] } : {}) };
  });
  return { type: 'record', name, fields };
}

function randomEnum(random: Random, names: Names): Json {
  const some = symbols.slice(0, 2 + random.below(3));
  return {
    type: 'enum',
    name: `E${++names.count}`,
    symbols: some,
    ...(random.isTrue(0.3) ? { default: some[0] } : {}),
  };
}

/** The schema with a few parts replaced; names that are used elsewhere stay defined. */
function changed(random: Random, schema: Json, unions: Unions): Json {
  if (typeof schema === 'string')
    return random.isTrue(0.06) && primitives.includes(schema) ? random.pick(primitives) : schema;
  if (Array.isArray(schema)) {
    const branches = schema as readonly Json[];
    return unions === 'several' ? changedUnion(random, branches) : changedOptional(random, branches);
  }
  const object = schema as { readonly [key: string]: unknown };
  switch (object['type']) {
    case 'record':
      return { ...object, fields: changedFields(random, object['fields'] as readonly Field[], unions) };
    case 'enum':
      return random.isTrue(0.2) ? { ...object, symbols: symbols.slice(0, 1 + random.below(4)) } : object;
    case 'array':
      return { ...object, items: changed(random, object['items'] as Json, unions) };
    default:
      return { ...object, values: changed(random, object['values'] as Json, unions) };
  }
}

/** Null stays first, where it is, and no primitive comes twice. */
function changedOptional(random: Random, branches: readonly Json[]): Json {
  const [first, second] = branches;
  const other = changed(random, second!, 'optional');
  const pair = other === first ? branches : [first!, other];
  return random.isTrue(0.1) ? [...pair, 'boolean'].filter((one, index, all) => all.indexOf(one) === index) : pair;
}

/** Branches changed, one added, the first taken away, or the last put first; what defines a name stays. */
function changedUnion(random: Random, branches: readonly Json[]): Json {
  const same = branches.map((branch) => changed(random, branch, 'several'));
  const fewer = random.isTrue(0.1) ? same.filter((branch, index) => index > 0 || typeof branch !== 'string') : same;
  const more = random.isTrue(0.1) ? [...fewer, random.pick(primitives)] : fewer;
  const turned = random.isTrue(0.1) ? [...more.slice(-1), ...more.slice(0, -1)] : more;
  return turned.length === 0 ? branches : distinct(turned);
}

type Field = { readonly name: string; readonly type: Json; readonly default?: unknown; readonly aliases?: string[] };

function changedFields(random: Random, fields: readonly Field[], unions: Unions): readonly Field[] {
  const kept = fields.map((field): Field => {
    const type = changed(random, field.type, unions);
    const { default: value, ...rest } = { ...field, type };
    const keeps = value !== undefined && type === field.type && random.isTrue(0.9);
    const same = keeps ? { ...rest, default: value } : rest;
    if (!random.isTrue(0.08)) return same;
    const name = `${field.name}n`;
    return random.isTrue(0.6) ? { ...same, name, aliases: [field.name] } : { ...same, name };
  });
  const type = random.pick(Object.keys(defaults));
  const added = { name: `g${random.below(1_000)}`, type, ...(random.isTrue(0.7) ? { default: defaults[type] } : {}) };
  const isFree = kept.every(({ name }) => name !== added.name);
  return random.isTrue(0.2) && isFree ? [...kept, added] : kept;
}
