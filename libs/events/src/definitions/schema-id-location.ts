/**
 * Where a record names the schema of its value, by AsyncAPI's words: in front of the value (`payload`), as Confluent's frame
 * has it, or as a GUID in the header `__value_schema_id` of a value without a frame.
 */
export const schemaIdLocations = ['payload', 'header'] as const;

export type SchemaIdLocation = (typeof schemaIdLocations)[number];
