import type { AvroSchema } from './avro-schema.js';
import { fullNameOf } from './full-name-of.js';

/** A type that several contracts hold, registered once in a subject of its own. */
export interface SharedType {
  /** Avro full name. */
  readonly type: string;
  /** It stands by itself, as a contract's does. */
  readonly schema: AvroSchema;
  readonly references?: readonly SharedType[];
  readonly subject: string;
}

/**
 * Defines a shared type: a record or another named type.
 *
 * @param options.subject its full name when absent
 * @throws TypeError when the schema has no full name
 */
export function defineSharedType(options: {
  readonly schema: AvroSchema;
  readonly references?: readonly SharedType[];
  readonly subject?: string;
}): SharedType {
  const type = fullNameOf(options.schema);
  return Object.freeze({ ...options, type, subject: options.subject ?? type });
}
