import type { AvroSchema } from '@spillway/events';
import avro from 'avsc';
import type { AvroType } from './avsc-internals.js';
import { BoundedArrayType } from './bounded-array.type.js';
import { BoundedRecordType } from './bounded-record.type.js';
import { DecimalType } from './decimal.type.js';
import { ExactLongType } from './exact-long.type.js';
import { FiniteDoubleType, FiniteFloatType } from './finite-number.types.js';
import { GuardedMapType } from './guarded-map.type.js';
import { SoundStringType } from './sound-string.type.js';
import { TimestampMillisType } from './timestamp-millis.type.js';
import { TrustedMapType, TrustedStringType } from './trusted.types.js';
import { UuidType } from './uuid.type.js';

type SchemaObject = { readonly type?: unknown; readonly logicalType?: unknown; readonly fields?: unknown };
type Hook = NonNullable<Parameters<typeof avro.Type.forSchema>[1]>['typeHook'];

const logicalTypes = { decimal: DecimalType, 'timestamp-millis': TimestampMillisType, uuid: UuidType };

/** `trusted` leaves out what only bytes need that nobody of ours wrote; payloads have the same forms. */
export type Guarding = 'guarded' | 'trusted';

/**
 * The avsc type of a schema, with Spillway's payload forms and guards. A logical type that is not well formed is an
 * error in a contract of ours; in a foreign schema it counts for nothing, as Avro says.
 *
 * @throws Error when the schema is invalid
 */
export function buildType(
  schema: AvroSchema,
  origin: 'contract' | 'foreign',
  guarding: Guarding = 'guarded',
): AvroType {
  return avro.Type.forSchema(schema as avro.Schema, {
    logicalTypes: logicalTypes as never,
    assertLogicalTypes: origin === 'contract',
    omitRecordMethods: true,
    typeHook: guarding === 'trusted' ? chooseTrustedType : origin === 'contract' ? chooseContractType : chooseType,
  });
}

const chooseType: Hook = (schema, options) => {
  const { type, logicalType } = objectOf(schema);
  if (type === 'array') return new BoundedArrayType(schema, options);
  if (type === 'map') return new GuardedMapType(schema, options);
  refuseProto(schema);
  if (type === 'record') return new BoundedRecordType(schema, options);
  // Logical types bring their own reading and writing.
  if (typeof logicalType === 'string' && logicalType in logicalTypes) return undefined;
  if (type === 'long') return new ExactLongType();
  return type === 'string' ? new SoundStringType() : undefined;
};

/** What others put into their numbers is theirs; ours are what JSON can say. */
const chooseContractType: Hook = (schema, options) => {
  const { type } = objectOf(schema);
  if (type === 'double') return new FiniteDoubleType();
  if (type === 'float') return new FiniteFloatType();
  return chooseType(schema, options);
};

/** What avsc reads itself is read by its own types, save for longs, which are wrong at the ends of their range, and text. */
const chooseTrustedType: Hook = (schema, options) => {
  const { type, logicalType } = objectOf(schema);
  if (type === 'map') return new TrustedMapType(schema, options);
  refuseProto(schema);
  if (typeof logicalType === 'string' && logicalType in logicalTypes) return undefined;
  if (type === 'long') return new ExactLongType();
  return type === 'string' ? new TrustedStringType() : undefined;
};

function refuseProto(schema: unknown): void {
  const { fields } = objectOf(schema);
  if (Array.isArray(fields) && fields.some((field) => field?.name === '__proto__')) {
    throw new TypeError('A field named __proto__ would change an object');
  }
}

function objectOf(schema: unknown): SchemaObject {
  return (typeof schema === 'string' ? { type: schema } : schema) as SchemaObject;
}
