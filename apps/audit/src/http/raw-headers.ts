import type { StoredRecord } from '@spillway/streaming';

/** Where the bytes of an answer lie in the log, as headers. A browser saves them and shows nothing. */
export function rawHeaders(record: StoredRecord): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="record.bin"',
    'spillway-topic': record.topic,
    'spillway-partition': `${record.partition}`,
    'spillway-offset': record.offset.toString(),
    'spillway-kind': record.kind,
    ...(record.schemaId === null ? {} : { 'spillway-schema-id': `${record.schemaId}` }),
  };
}
