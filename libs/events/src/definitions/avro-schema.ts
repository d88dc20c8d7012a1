/** An Avro schema as JSON. The files in `schemas/` are the source; the generated modules carry them. */
export type AvroSchema =
  string | readonly AvroSchema[] | { readonly type: unknown; readonly [attribute: string]: unknown };
