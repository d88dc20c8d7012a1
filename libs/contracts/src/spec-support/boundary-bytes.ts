import type { LogicalType, SchemaNode, TypeUse } from '../schema/schema-node.js';

type End = 'least' | 'greatest';
/** At which end values are, and which branch of a union they go into, counted on where it has fewer. */
interface Choice {
  readonly end: End;
  readonly branch: number;
}

const maxDepth = 6;
const maxText = 'ÿ\u{1f600}';
const uuid = '00000000-0000-4000-8000-000000000000';

/**
 * Values at the ends of what a type can hold, as Avro writes them: the least and the greatest of all its parts, in every
 * branch of its unions. What is recursive ends where it can.
 */
export function boundaryBytes({ node }: TypeUse): readonly Buffer[] {
  const branches = widestUnion(node, new Set());
  const choices = (['least', 'greatest'] as const).flatMap((end) =>
    Array.from({ length: branches }, (_, branch) => ({ end, branch })),
  );
  return choices.flatMap((choice) => valueOf(node, choice));
}

/** How many branches the union with the most has; 1 where there is none. */
function widestUnion(node: SchemaNode, seen: Set<SchemaNode>): number {
  if (seen.has(node)) return 1;
  seen.add(node);
  const within = partsOf(node).map((part) => widestUnion(part.node, seen));
  return Math.max(node.kind === 'union' ? node.branches.length : 1, ...within);
}

function partsOf(node: SchemaNode): readonly TypeUse[] {
  switch (node.kind) {
    case 'record':
      return node.fields.map(({ type }) => type);
    case 'array':
      return [node.items];
    case 'map':
      return [node.values];
    case 'union':
      return node.branches;
    default:
      return [];
  }
}

/** None where a value would have no end. */
function valueOf(node: SchemaNode, choice: Choice): readonly Buffer[] {
  try {
    return [Buffer.concat(write(node, choice, 0))];
  } catch (error) {
    if (error instanceof EndlessValue) return [];
    throw error;
  }
}

class EndlessValue extends Error {}

function write(node: SchemaNode, choice: Choice, depth: number): readonly Buffer[] {
  if (depth > 5 * maxDepth) throw new EndlessValue();
  const isLeast = choice.end === 'least';
  switch (node.kind) {
    case 'null':
      return [];
    case 'boolean':
      return [Buffer.of(isLeast ? 0 : 1)];
    case 'int':
    case 'long':
      return [varint(wholeNumber(node, choice.end))];
    case 'float':
    case 'double':
      return [floating(node.kind, isLeast)];
    case 'bytes':
      return lengthAndBytes(node.logical === undefined ? Buffer.alloc(isLeast ? 0 : 3, 0xff) : digits(node.logical));
    case 'fixed':
      return [
        node.logical?.name === 'decimal' ? digits(node.logical, node.sizeBytes) : Buffer.alloc(node.sizeBytes, 0xff),
      ];
    case 'string':
      return lengthAndBytes(Buffer.from(node.logical?.name === 'uuid' ? uuid : isLeast ? '' : maxText));
    case 'enum':
      return [varint(isLeast ? 0n : BigInt(node.symbols.length - 1))];
    case 'record':
      return node.fields.flatMap(({ type }) => write(type.node, choice, depth + 1));
    case 'array':
      return block(depth, () => write(node.items.node, choice, depth + 1));
    case 'map':
      return block(depth, () => [
        ...lengthAndBytes(Buffer.from(maxText)),
        ...write(node.values.node, choice, depth + 1),
      ]);
    case 'union':
      return writeBranch(node.branches, choice, depth);
  }
}

function writeBranch(all: readonly TypeUse[], choice: Choice, depth: number): readonly Buffer[] {
  const isPlain = ({ node }: TypeUse): boolean => !['record', 'array', 'map'].includes(node.kind);
  const plain = depth > maxDepth ? all.findIndex(isPlain) : -1;
  const index = plain < 0 ? (choice.branch + depth) % all.length : plain;
  return [varint(BigInt(index)), ...write(all[index]!.node, choice, depth + 1)];
}

/** One item; none where it is deep enough. */
function block(depth: number, item: () => readonly Buffer[]): readonly Buffer[] {
  return depth > maxDepth ? [varint(0n)] : [varint(1n), ...item(), varint(0n)];
}

const greatest: Readonly<Record<string, bigint>> = {
  int: 2n ** 31n - 1n,
  long: BigInt(Number.MAX_SAFE_INTEGER),
  bigint: 2n ** 63n - 1n,
  date: 100_000_000n,
  'timestamp-millis': 8_640_000_000_000_000n,
  'local-timestamp-millis': 8_640_000_000_000_000n,
  'timestamp-micros': 8_640_000_000_000_000_000n,
  'local-timestamp-micros': 8_640_000_000_000_000_000n,
  'timestamp-nanos': 2n ** 63n - 1n,
  'local-timestamp-nanos': 2n ** 63n - 1n,
};

function wholeNumber(node: Extract<SchemaNode, { readonly isBigint?: boolean }>, end: End): bigint {
  const name = node.logical?.name ?? (node.isBigint === true ? 'bigint' : node.kind);
  // The first moment of a day is the least.
  if (name === 'time-millis') return end === 'least' ? 0n : 86_399_999n;
  if (name === 'time-micros') return end === 'least' ? 0n : 86_399_999_999n;
  return end === 'least' ? -greatest[name]! : greatest[name]!;
}

/** The greatest number of as many digits as a decimal has. */
function digits({ precision = 1 }: LogicalType, sizeBytes?: number): Buffer {
  const hex = (10n ** BigInt(precision) - 1n).toString(16);
  const whole = Buffer.from(`00${hex.length % 2 === 0 ? '' : '0'}${hex}`, 'hex');
  if (sizeBytes === undefined) return whole;
  return Buffer.concat([Buffer.alloc(sizeBytes), whole]).subarray(-sizeBytes);
}

function floating(kind: 'float' | 'double', isLeast: boolean): Buffer {
  const bytes = Buffer.alloc(kind === 'float' ? 4 : 8);
  if (kind === 'float') bytes.writeFloatLE(isLeast ? -3.4e38 : 3.4e38);
  else bytes.writeDoubleLE(isLeast ? -Number.MAX_VALUE : Number.MAX_VALUE);
  return bytes;
}

function lengthAndBytes(value: Buffer): readonly Buffer[] {
  return [varint(BigInt(value.length)), value];
}

/** Zigzag. */
function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value < 0n ? -value * 2n - 1n : value * 2n);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
