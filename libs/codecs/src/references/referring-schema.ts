import type { AvroSchema } from '@spillway/events';
import type { SchemaReference } from './schema-reference.js';

/** A schema as a registry keeps it: types of other subjects are named in it, not defined. */
export interface ReferringSchema {
  readonly schema: AvroSchema;
  readonly references: readonly SchemaReference[];
}
