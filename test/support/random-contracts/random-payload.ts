import type { Random } from '../random.ts';
import { isBigint, SchemaTypes, type SchemaPart } from './schema-types.ts';
import { randomText } from './random-text.ts';

const uuidParts = /(.{8})(.{4})(.{4})(.{4})(.{12})/;
const texts = ['', 'plain', 'é€𝄞', '"quoted" \\ \n', "it's", 'x'.repeat(300)];
const keys = ['', 'a', 'key with space', 'toString', 'é'];
const maxDepth = 6;

/** A payload of a contract, in the forms that the codec promises; it ends where it can once it is deep. */
export class RandomPayload {
  readonly #types: SchemaTypes;
  readonly #random: Random;

  readonly #schema: unknown;

  constructor(random: Random, schema: unknown) {
    this.#random = random;
    this.#schema = schema;
    this.#types = new SchemaTypes(schema);
  }

  next(): unknown {
    return this.#of(this.#schema, 0);
  }

  #of(schema: unknown, depth: number): unknown {
    if (typeof schema === 'string') return this.#ofName(schema, depth);
    if (Array.isArray(schema)) return this.#ofUnion(schema, depth);
    const node = schema as SchemaPart;
    if (isBigint(node))
      return this.#random.pick([-(2n ** 63n), 2n ** 63n - 1n, 0n, -1n, BigInt(this.#random.below(1_000))]);
    return this.#ofLogical(node) ?? this.#ofNode(node, depth);
  }

  #ofUnion(branches: readonly unknown[], depth: number): unknown {
    if (branches.includes('null') && (depth > maxDepth || this.#random.isTrue(0.3))) return null;
    const branch = this.#random.pick(branches);
    const value = this.#of(branch, depth + 1);
    return this.#types.namesBranch(branches) && branch !== 'null' ? { [this.#types.nameOf(branch)]: value } : value;
  }

  #ofName(name: string, depth: number): unknown {
    const random = this.#random;
    switch (name) {
      case 'null':
        return null;
      case 'boolean':
        return random.isTrue(0.5);
      case 'int':
        return random.pick([0, -1, 2 ** 31 - 1, -(2 ** 31), random.below(1_000)]);
      case 'long':
        return random.pick([0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, random.below(1_000)]);
      case 'float':
      case 'double':
        // Exact in a float as well: Avro 1.12.0 keeps doubles of an array within an array as floats.
        return (random.below(2 ** 20) - 2 ** 19) / 64;
      case 'bytes':
        return this.#bytes(random.below(20));
      case 'string':
        return random.pick(texts);
      default:
        return this.#of(this.#types.definitionOf(name), depth);
    }
  }

  #ofLogical({ logicalType, precision = 0, scale = 0 }: SchemaPart): unknown {
    const random = this.#random;
    const ready = logicalType === undefined ? undefined : randomText(random, logicalType);
    if (ready !== undefined) return ready;
    if (logicalType === 'timestamp-millis') return new Date(random.pick([0, -1, 8.64e15, random.below(2 ** 40)]));
    if (logicalType === 'uuid') return this.#bytes(16).toString('hex').replace(uuidParts, '$1-$2-$3-$4-$5');
    if (logicalType !== 'decimal') return undefined;
    const digits = Array.from({ length: 1 + random.below(precision) }, () => random.below(10)).join('');
    const padded = String(BigInt(digits)).padStart(scale + 1, '0');
    const point = padded.length - scale;
    const text = scale === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`;
    return random.isTrue(0.5) && BigInt(digits) !== 0n ? `-${text}` : text;
  }

  #ofNode(node: SchemaPart, depth: number): unknown {
    const count = depth > maxDepth ? 0 : this.#random.below(3);
    switch (node.type) {
      case 'record':
        return Object.fromEntries(node.fields!.map(({ name, type }) => [name, this.#of(type, depth + 1)]));
      case 'array':
        return this.#several(node.items, depth, count);
      case 'map': {
        const values = this.#several(node.values, depth, count);
        return Object.fromEntries(values.map((value, index) => [keys[(index + count) % keys.length]!, value]));
      }
      case 'enum':
        return this.#random.pick(node.symbols!);
      case 'fixed':
        return this.#bytes(node.size!);
      default:
        return this.#of(node.type, depth);
    }
  }

  #several(type: unknown, depth: number, count: number): unknown[] {
    return Array.from({ length: count }, () => this.#of(type, depth + 1));
  }

  #bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#random.below(256)));
  }
}
