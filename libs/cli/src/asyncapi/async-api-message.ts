import {
  avroContentType,
  contentTypeHeader,
  eventHeaders,
  schemaIdHeader,
  specVersionHeader,
  subjectOf,
  subjectStrategies,
} from '@spillway/events';
import type { PinnedEvent } from '@spillway/streaming';
import { bindingVersion, type AsyncApiMessage } from './async-api-document.js';

/** The newest version of Avro that AsyncAPI has a name for; nothing in a contract needs a newer one. */
const avroFormat = 'application/vnd.apache.avro;version=1.9.0';

/** The id takes four bytes, after a zero, as Confluent's frame has it. */
const schemaIdBytes = '4';

const text = { type: 'string' };
const optionalHeaders = ['time', 'subject', 'correlationId', 'causationId', 'traceparent'] as const;

/**
 * An event as it travels: CloudEvents attributes in headers, key, and the Avro value with its schema's id, in front of it or in a header.
 *
 * @param hasRegistry whether servers name one: only then the binding may say where its ids are
 */
export function asyncApiMessage(event: PinnedEvent, hasRegistry: boolean): AsyncApiMessage {
  const { type, schema, headerIds = false } = event;
  const { doc } = schema as { readonly doc?: string };
  return {
    name: type,
    title: type.slice(type.lastIndexOf('.') + 1),
    summary: doc,
    contentType: avroContentType,
    headers: headersOf(type, headerIds),
    correlationId: { location: `$message.header#/${eventHeaders.correlationId}` },
    payload: { schemaFormat: avroFormat, schema },
    bindings: { kafka: { key: text, ...(hasRegistry ? schemaIdOf(event) : {}), bindingVersion } },
  };
}

function schemaIdOf({ type, topic, subject, headerIds }: PinnedEvent): AsyncApiMessage['bindings'] {
  const location =
    headerIds === true
      ? { schemaIdLocation: 'header' }
      : { schemaIdLocation: 'payload', schemaIdPayloadEncoding: schemaIdBytes };
  return { ...location, schemaLookupStrategy: strategyOf(subject, topic, type) };
}

function headersOf(type: string, headerIds: boolean): AsyncApiMessage['headers'] {
  const { id, source, type: typeHeader } = eventHeaders;
  return {
    type: 'object',
    required: [specVersionHeader, id, source, typeHeader, contentTypeHeader, ...(headerIds ? [schemaIdHeader] : [])],
    properties: {
      [specVersionHeader]: { const: '1.0' },
      [id]: text,
      [source]: text,
      [typeHeader]: { const: type },
      [contentTypeHeader]: { const: avroContentType },
      ...(headerIds ? { [schemaIdHeader]: text } : {}),
      ...Object.fromEntries(optionalHeaders.map((name) => [eventHeaders[name], text])),
    },
  };
}

/** By Confluent's names; a subject that was named by hand is told as it is. */
function strategyOf(subject: string, topic: string, type: string): string {
  const found = subjectStrategies.find((strategy) => subjectOf(strategy, topic, type) === subject);
  return found === undefined ? subject : `${found}Strategy`;
}
