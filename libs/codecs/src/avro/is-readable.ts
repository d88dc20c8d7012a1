import type avro from 'avsc';

/** Whether a type reads what another writes, as avsc has it: of a fixed, name and size count. */
export function isReadable(reader: avro.Type, writer: avro.Type): boolean {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}
