import type { AvroSchema } from './avro-schema.js';
import { fullNameIn } from './full-name-in.js';

/** The Avro full name of a record. @throws TypeError when it has none */
export function fullNameOf(schema: AvroSchema): string {
  const { name, namespace } = schema as { name?: unknown; namespace?: unknown };
  if (typeof name !== 'string') throw new TypeError('An event contract is a named Avro record');
  return fullNameIn(typeof namespace === 'string' ? namespace : '', name);
}
