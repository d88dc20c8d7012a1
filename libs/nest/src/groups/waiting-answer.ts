import { readEventHeaders, schemaIdHeader } from '@spillway/events';
import type { HeaderValue, WaitingRecord } from '@spillway/streaming';

/** A waiting record with as much of its headers as is needed to read it. */
export function waitingAnswer({ kind, source, record }: WaitingRecord): object {
  const { topic, partition, offset, headers, value } = record;
  const named = [headers[schemaIdHeader] ?? []].flat().at(-1) as HeaderValue | undefined;
  return {
    ...{ kind, source, topic, partition, offset },
    type: readEventHeaders(headers).attributes.type ?? null,
    schemaHeaderBase64: named === undefined ? null : bytesOf(named).toString('base64'),
    valueBase64: value?.toString('base64') ?? null,
  };
}

/** A driver may give the bytes of a header as text. */
function bytesOf(value: HeaderValue): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
}
