import type { AvroSchema } from '@spillway/events';
import avro from 'avsc';
import type { AvroType } from './avsc-internals.js';
import { BoundedArrayType } from './bounded-array.type.js';
import { DecimalType } from './decimal.type.js';
import { ExactLongType } from './exact-long.type.js';
import { GuardedMapType } from './guarded-map.type.js';
import { TimestampMillisType } from './timestamp-millis.type.js';

type SchemaObject = { readonly type?: unknown; readonly logicalType?: unknown; readonly fields?: unknown };
type Hook = NonNullable<Parameters<typeof avro.Type.forSchema>[1]>['typeHook'];

const logicalTypes = { decimal: DecimalType, 'timestamp-millis': TimestampMillisType };

/**
 * The avsc type of a schema, with Spillway's payload forms and guards. A logical type that is not well formed is an
 * error in a contract of ours; in a foreign schema it counts for nothing, as Avro says.
 *
 * @throws Error when the schema is invalid
 */
export function buildType(schema: AvroSchema, origin: 'contract' | 'foreign'): AvroType {
  return avro.Type.forSchema(schema as avro.Schema, {
    logicalTypes: logicalTypes as never,
    assertLogicalTypes: origin === 'contract',
    omitRecordMethods: true,
    typeHook: chooseType,
  });
}

const chooseType: Hook = (schema, options) => {
  const { type, logicalType, fields } = (typeof schema === 'string' ? { type: schema } : schema) as SchemaObject;
  if (type === 'array') return new BoundedArrayType(schema, options);
  if (type === 'map') return new GuardedMapType(schema, options);
  // Logical types bring their own reading and writing.
  if (type === 'long' && !(typeof logicalType === 'string' && logicalType in logicalTypes)) return new ExactLongType();
  if (Array.isArray(fields) && fields.some((field) => field?.name === '__proto__')) {
    throw new TypeError('A field named __proto__ would change an object');
  }
  return undefined;
};
