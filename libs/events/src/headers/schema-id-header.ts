import type { EventHeaders, HeaderText } from './event-headers.js';

/**
 * Names the schema of a record's value where the value itself has no frame, as Confluent's clients write and read it:
 * a byte 1 and the 16 bytes of the schema's GUID, or a byte 0 and the 4 bytes of its id, big-endian.
 */
export const schemaIdHeader = '__value_schema_id';

/** A schema by its id or its GUID. */
export type NamedSchema = number | string;

const idBytes = 5;
const guidBytes = 17;

/**
 * The schema that a record's header names; undefined without such a header. Of several the last counts; an empty one is
 * none, because headers without a value may become empty on the way.
 */
export function readSchemaIdHeader(headers: EventHeaders): NamedSchema | 'malformed' | undefined {
  const given = headers[schemaIdHeader];
  if (given === undefined) return undefined;
  const last: HeaderText | undefined = Array.isArray(given)
    ? (given as readonly HeaderText[]).at(-1)
    : (given as HeaderText);
  if (last === undefined || last.length === 0) return undefined;
  const bytes = typeof last === 'string' ? Buffer.from(last, 'latin1') : last;
  if (bytes[0] === 0 && bytes.length >= idBytes) return bytes.readInt32BE(1);
  return bytes[0] === 1 && bytes.length >= guidBytes ? guidText(bytes) : 'malformed';
}

/** @param guid as a registry writes it: hexadecimal, with dashes */
export function schemaGuidHeader(guid: string): Buffer {
  return Buffer.from(`01${guid.replaceAll('-', '')}`, 'hex');
}

function guidText(bytes: Buffer): string {
  const hex = bytes.toString('hex', 1, guidBytes);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
