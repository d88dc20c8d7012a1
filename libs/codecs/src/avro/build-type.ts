import type { AvroSchema } from '@spillway/events';
import avro from 'avsc';
import { textForms } from '../text/text-forms.js';
import type { AvroType } from './avsc-internals.js';
import { BigintLongType, isBigintLong } from './bigint-long.type.js';
import { BoundedArrayType } from './bounded-array.type.js';
import { BoundedRecordType } from './bounded-record.type.js';
import { DecimalType } from './decimal.type.js';
import { ExactLongType } from './exact-long.type.js';
import { FiniteDoubleType, FiniteFloatType } from './finite-number.types.js';
import { GuardedMapType } from './guarded-map.type.js';
import { QuickDoubleType, QuickEnumType, QuickIntType } from './quick.types.js';
import { ShapedRecordType } from './shaped-record.type.js';
import { SoundStringType } from './sound-string.type.js';
import { TimestampMillisType } from './timestamp-millis.type.js';
import { TrustedMapType, TrustedStringType } from './trusted.types.js';
import { chooseUnion } from './choose-union.js';
import { TextLogicalType } from './text-logical.type.js';
import { UuidType } from './uuid.type.js';

type SchemaObject = {
  readonly type?: unknown;
  readonly logicalType?: unknown;
  readonly fields?: unknown;
  readonly name?: unknown;
};
type Hook = NonNullable<Parameters<typeof avro.Type.forSchema>[1]>['typeHook'];

/** avsc makes an instance by `new`, which takes the object that a function answers. */
function uuidType(schema: avro.Schema, options?: unknown): avro.Type {
  const isFixed = objectOf(schema).type === 'fixed';
  return isFixed ? new TextLogicalType(schema, options) : new UuidType(schema, options);
}

const logicalTypes: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(Object.keys(textForms).map((name) => [name, TextLogicalType])),
  decimal: DecimalType,
  'timestamp-millis': TimestampMillisType,
  uuid: uuidType,
};

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

const exactLong = new ExactLongType();
const soundString = new SoundStringType();
const trustedString = new TrustedStringType();
const quickInt = new QuickIntType();
const quickDouble = new QuickDoubleType();
const finiteDouble = new FiniteDoubleType();
const finiteFloat = new FiniteFloatType();

const chooseType: Hook = (schema, options) => {
  if (Array.isArray(schema)) return chooseUnion(schema, options);
  const { type, logicalType } = objectOf(schema);
  if (type === 'array') return new BoundedArrayType(schema, options);
  if (type === 'map') return new GuardedMapType(schema, options);
  refuseProto(schema);
  if (type === 'record') return new BoundedRecordType(schema, options);
  // Logical types bring their own reading and writing.
  if (typeof logicalType === 'string' && Object.hasOwn(logicalTypes, logicalType)) return undefined;
  if (type === 'enum') return new QuickEnumType(schema, options);
  return type === 'string' ? soundString : quickType(schema, options);
};

/** What others put into their numbers is theirs; ours are what JSON can say. */
const chooseContractType: Hook = (schema, options) => {
  const { type } = objectOf(schema);
  if (type === 'double') return finiteDouble;
  if (type === 'float') return finiteFloat;
  return chooseType(schema, options);
};

/** What avsc reads itself is read by its own types, save for longs, which are wrong at the ends of their range, and text. */
const chooseTrustedType: Hook = (schema, options) => {
  if (Array.isArray(schema)) return chooseUnion(schema, options);
  const { type, logicalType } = objectOf(schema);
  if (type === 'map') return new TrustedMapType(schema, options);
  refuseProto(schema);
  if (type === 'record') return new ShapedRecordType(schema, options);
  if (typeof logicalType === 'string' && Object.hasOwn(logicalTypes, logicalType)) return undefined;
  if (type === 'enum') return new QuickEnumType(schema, options);
  return type === 'string' ? trustedString : quickType(schema, options);
};

function quickType(schema: unknown, options: unknown): avro.Type | undefined {
  const { type } = objectOf(schema);
  if (type === 'long') return isBigintLong(schema) ? new BigintLongType(options) : exactLong;
  if (type === 'int') return quickInt;
  return type === 'double' ? quickDouble : undefined;
}

function refuseProto(schema: unknown): void {
  const { fields, name } = objectOf(schema);
  // In a union whose values name their branch it would be a key.
  if (name === '__proto__') throw new TypeError('A type named __proto__ would change an object');
  if (Array.isArray(fields) && fields.some((field) => field?.name === '__proto__')) {
    throw new TypeError('A field named __proto__ would change an object');
  }
}

function objectOf(schema: unknown): SchemaObject {
  return (typeof schema === 'string' ? { type: schema } : schema) as SchemaObject;
}
