import type { EventEnvelope } from '../event-envelope.js';
import { avroContentType, contentTypeHeader, eventHeaders, specVersionHeader } from './event-headers.js';

/** The record headers of an event whose value is Avro. Absent attributes have no header. */
export function envelopeToHeaders(envelope: EventEnvelope): Record<string, string> {
  const headers: Record<string, string> = {
    [specVersionHeader]: '1.0',
    [eventHeaders.id]: envelope.id,
    [eventHeaders.source]: envelope.source,
    [eventHeaders.type]: envelope.type,
    [contentTypeHeader]: avroContentType,
  };
  if (envelope.time !== undefined) headers[eventHeaders.time] = envelope.time;
  if (envelope.subject !== undefined) headers[eventHeaders.subject] = envelope.subject;
  if (envelope.correlationId !== undefined) headers[eventHeaders.correlationId] = envelope.correlationId;
  if (envelope.causationId !== undefined) headers[eventHeaders.causationId] = envelope.causationId;
  if (envelope.traceparent !== undefined) headers[eventHeaders.traceparent] = envelope.traceparent;
  return headers;
}
