import type { OutboxEntry } from '@spillway/streaming';
import { parseHeaders } from './header-text.js';

/** A row of `outbox_events`; bytes are a Buffer on the server, a Uint8Array in the embedded database. */
export interface OutboxRow {
  readonly position: number;
  readonly topic: string;
  readonly partition: number | null;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: string;
  readonly timestamp_ms: number | null;
  readonly sequence: number | null;
  readonly added_at: Date;
}

/** The entry that was added as this row. */
export function toOutboxEntry(row: OutboxRow): OutboxEntry {
  return {
    position: row.position,
    sequence: row.sequence ?? undefined,
    addedAtMs: row.added_at.getTime(),
    record: {
      topic: row.topic,
      key: toBuffer(row.key),
      value: toBuffer(row.value),
      headers: parseHeaders(row.headers),
      ...(row.partition === null ? {} : { partition: row.partition }),
      ...(row.timestamp_ms === null ? {} : { timestampMs: row.timestamp_ms }),
    },
  };
}

function toBuffer(bytes: Uint8Array | null): Buffer | null {
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
