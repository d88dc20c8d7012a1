import type { AvroSchema } from '@spillway/events';
import { mapSchemaTypes } from './map-schema-types.js';

type Definition = { readonly fullName: string; readonly schema: AvroSchema };

/**
 * A schema that stands by itself: where it first names a type that one of `others` defines, the definition stands
 * instead. Each definition is put in once, so that types may hold each other and the result is never larger than what it
 * was made of.
 *
 * @param others the schemas referred to, those that they refer to among them
 */
export function inlineReferences(schema: AvroSchema, others: readonly AvroSchema[]): AvroSchema {
  if (others.length === 0) return schema;
  const known = new Map(others.flatMap(definitionsIn).map((definition) => [definition.fullName, definition.schema]));
  const defined = new Set<string>();
  const inline = (part: AvroSchema): AvroSchema =>
    mapSchemaTypes(part, {
      named: (fullName) => {
        const definition = known.get(fullName);
        return definition === undefined || defined.has(fullName) ? fullName : inline(definition);
      },
      defined: (fullName, _definition, walk) => {
        // A type that is in two of the documents is defined by the first that needs it.
        if (known.has(fullName) && defined.has(fullName)) return fullName;
        defined.add(fullName);
        return walk();
      },
    });
  return inline(schema);
}

/** Every named type of a document, with the names in it made full. */
function definitionsIn(schema: AvroSchema): Definition[] {
  const found: Definition[] = [];
  mapSchemaTypes(schema, {
    named: (fullName) => fullName,
    defined: (fullName, _definition, walk) => {
      const whole = walk();
      found.push({ fullName, schema: whole });
      return whole;
    },
  });
  return found;
}
