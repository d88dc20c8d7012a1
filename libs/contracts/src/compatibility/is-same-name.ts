import { unqualified } from '../schema/full-name.js';

/** Avro's rule: the names without their namespaces are the same, or the writer's full name is an alias of the reader's. */
export function isSameName(writer: { readonly name: string }, reader: NamedType): boolean {
  return unqualified(writer.name) === unqualified(reader.name) || reader.aliases.includes(writer.name);
}

interface NamedType {
  readonly name: string;
  readonly aliases: readonly string[];
}
