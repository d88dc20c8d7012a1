/** An Avro schema as JSON. The files in `schemas/` are the source; the generated modules carry them. */
export type AvroSchema =
  string | readonly AvroSchema[] | { readonly type: unknown; readonly [attribute: string]: unknown };

/**
 * What the whole toolkit knows about one event type: its contract, its topic and its key.
 * `type` is the contract's Avro full name and the CloudEvents `type`.
 */
export interface EventDefinition<T = unknown> {
  readonly type: string;
  readonly topic: string;
  /** The reader schema: today's contract. */
  readonly schema: AvroSchema;
  /** Registry subject by TopicRecordNameStrategy: `<topic>-<type>`. */
  readonly subject: string;
  /** The record key; equal keys keep their order. */
  readonly key: (payload: T) => string;
}

/**
 * Defines an event type. `T` is the generated payload type of the same contract.
 *
 * @throws TypeError when the schema has no full name
 */
export function defineEvent<T>(options: {
  readonly topic: string;
  readonly schema: AvroSchema;
  readonly key: (payload: T) => string;
}): EventDefinition<T> {
  const type = fullName(options.schema);
  return Object.freeze({ ...options, type, subject: `${options.topic}-${type}` });
}

function fullName(schema: AvroSchema): string {
  const { name, namespace } = schema as { name?: unknown; namespace?: unknown };
  if (typeof name !== 'string') throw new TypeError('An event contract is a named Avro record');
  return typeof namespace === 'string' && !name.includes('.') ? `${namespace}.${name}` : name;
}
