import type { LogicalType } from './schema-node.js';

/** What each logical type may stand on. */
const carriers: Readonly<Record<string, readonly string[]>> = {
  decimal: ['bytes', 'fixed'],
  'big-decimal': ['bytes'],
  uuid: ['string', 'fixed'],
  date: ['int'],
  duration: ['fixed'],
  'time-millis': ['int'],
  'time-micros': ['long'],
  'timestamp-millis': ['long'],
  'timestamp-micros': ['long'],
  'timestamp-nanos': ['long'],
  'local-timestamp-millis': ['long'],
  'local-timestamp-micros': ['long'],
  'local-timestamp-nanos': ['long'],
};
const fixedSizes: Readonly<Record<string, number>> = { uuid: 16, duration: 12 };

/** Whether Avro knows a logical type of this name. */
export function isKnownLogicalType(name: string): boolean {
  return Object.hasOwn(carriers, name);
}

/** The logical type of a schema object; undefined when it is unknown or not well formed, which Avro says to ignore. */
export function logicalTypeOf(schema: Readonly<Record<string, unknown>>, kind: string): LogicalType | undefined {
  const { logicalType: name, size } = schema;
  if (typeof name !== 'string' || !isKnownLogicalType(name) || !carriers[name]!.includes(kind)) return undefined;
  if (name === 'decimal') return decimalOf(schema, kind);
  if (kind === 'fixed' && size !== fixedSizes[name]) return undefined;
  return { name };
}

function decimalOf(schema: Readonly<Record<string, unknown>>, kind: string): LogicalType | undefined {
  const { precision, scale = 0, size } = schema;
  if (!isWhole(precision) || precision < 1 || !isWhole(scale) || scale < 0 || scale > precision) return undefined;
  // The most digits that a signed number of so many bytes always holds.
  const maxPrecision = kind === 'fixed' ? Math.floor(Math.log10(2) * (8 * Number(size) - 1)) : Infinity;
  return precision > maxPrecision ? undefined : { name: 'decimal', precision, scale };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
