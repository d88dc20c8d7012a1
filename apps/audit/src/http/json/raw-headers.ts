import type { StoredRecord } from '@spillway/streaming';
import type { CompleteUpToState } from '../../complete-up-to/complete-up-to-state.js';
import { completeUpToHeader } from '../complete-up-to-header.js';

/** Where the bytes of an answer lie in the log, as headers. A browser saves them and shows nothing. */
export function rawHeaders(record: StoredRecord, upTo: CompleteUpToState | null): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="record.bin"',
    'spillway-topic': record.topic,
    'spillway-partition': `${record.partition}`,
    'spillway-offset': record.offset.toString(),
    'spillway-kind': record.kind,
    ...completeUpToHeader(upTo),
    ...(record.schemaId === null ? {} : { 'spillway-schema-id': `${record.schemaId}` }),
  };
}
