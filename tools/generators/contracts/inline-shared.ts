import { fullNameOf, isObject, isRecord, type AvroJson, type AvroRecord } from './avro-json.ts';

const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/**
 * Makes a contract self-contained, as a registry wants it: the first mention of a shared record becomes its definition,
 * later ones stay names.
 *
 * @throws Error for a name that is neither defined in the contract nor shared
 */
export function inlineShared(record: AvroRecord, shared: ReadonlyMap<string, AvroRecord>): AvroRecord {
  const defined = new Set<string>();
  const inline = (schema: AvroJson): AvroJson => {
    if (typeof schema === 'string') return inlineName(schema);
    if (!isObject(schema)) return schema.map(inline);
    if (schema.name !== undefined) defined.add(fullNameOf(schema));
    if (isRecord(schema)) {
      return { ...schema, fields: schema.fields.map((field) => ({ ...field, type: inline(field.type) })) };
    }
    if (schema.items !== undefined) return { ...schema, items: inline(schema.items) };
    if (schema.values !== undefined) return { ...schema, values: inline(schema.values) };
    return schema;
  };
  const inlineName = (name: string): AvroJson => {
    if (primitives.has(name) || defined.has(name)) return name;
    const definition = shared.get(name);
    if (definition === undefined) throw new Error(`${fullNameOf(record)}: type ${name} is not known`);
    return inline(definition);
  };
  return inline(record) as AvroRecord;
}
