import type { AvroSchema } from '@spillway/events';
import { mapSchemaTypes } from './map-schema-types.js';

/** The opposite of `inlineReferences`: a schema that names these types instead of defining them. */
export function referTo(schema: AvroSchema, names: ReadonlySet<string>): AvroSchema {
  return mapSchemaTypes(schema, {
    named: (fullName) => fullName,
    defined: (fullName, _definition, walk) => (names.has(fullName) ? fullName : walk()),
  });
}
