import { readSchemaIdHeader } from '@spillway/events';
import type { LogRecord } from '@spillway/streaming';

const frameBytes = 5;
const maxSchemaId = 2 ** 31 - 1;

/**
 * The schema id of a record, whether or not the rest decodes: in its header, otherwise in front of its value (Confluent
 * frame). Null when there is none, or a GUID in its place.
 */
export function readSchemaId({ value, headers }: Pick<LogRecord, 'value' | 'headers'>): number | null {
  if (value === null) return null;
  const named = readSchemaIdHeader(headers);
  if (named !== undefined) return typeof named === 'number' && named >= 0 ? named : null;
  if (value.length < frameBytes || value[0] !== 0) return null;
  const id = value.readUInt32BE(1);
  return id <= maxSchemaId ? id : null;
}
