import { readEventHeaders } from '@spillway/events';
import type { EventCodec, HeaderValue, LogRecord } from '@spillway/streaming';

import type { TailedRecord } from './tailed-record.js';

/** Reads the value by the schema it was written with, and by nothing else: what is here knows of no reader. */
export async function toTailedRecord(
  record: LogRecord,
  codec: Pick<EventCodec, 'writtenJson'> | undefined,
): Promise<TailedRecord> {
  const { topic, partition, offset, timestampMs, key, value } = record;
  const { attributes } = readEventHeaders(record.headers);
  return {
    ...{ topic, partition, offset },
    time: new Date(timestampMs).toISOString(),
    key: key === null ? null : bytesText(key),
    type: attributes.type ?? null,
    id: attributes.id ?? null,
    source: attributes.source ?? null,
    correlationId: attributes.correlationId ?? null,
    headers: headersOf(record),
    ...(value === null ? { data: null } : await decoded(value, record, codec)),
  };
}

async function decoded(
  value: Buffer,
  record: LogRecord,
  codec: Pick<EventCodec, 'writtenJson'> | undefined,
): Promise<Pick<TailedRecord, 'data' | 'undecodable' | 'valueBase64'>> {
  try {
    if (codec !== undefined) return { data: await codec.writtenJson(value, record) };
    return { data: null, undecodable: 'no registry is named', valueBase64: value.toString('base64') };
  } catch (error) {
    const undecodable = error instanceof Error ? error.message : String(error);
    return { data: null, undecodable, valueBase64: value.toString('base64') };
  }
}

function headersOf({ headers }: LogRecord): TailedRecord['headers'] {
  return Object.entries(headers).flatMap(([name, values]) =>
    ([values ?? []].flat() as readonly HeaderValue[]).map((value) => ({ name, value: bytesText(Buffer.from(value)) })),
  );
}

function bytesText(bytes: Buffer): string | { readonly base64: string } {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : { base64: bytes.toString('base64') };
}
