import type { EventEnvelope } from '../event-envelope.js';

/** Names of the headers that carry an event's attributes (CloudEvents' Kafka binding, binary mode, and W3C Trace Context). */
export const eventHeaders = {
  id: 'ce_id',
  source: 'ce_source',
  type: 'ce_type',
  time: 'ce_time',
  subject: 'ce_subject',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
  traceparent: 'traceparent',
} as const satisfies Record<keyof EventEnvelope, string>;

export const specVersionHeader = 'ce_specversion';
export const contentTypeHeader = 'content-type';
export const avroContentType = 'application/avro';

/** A header as drivers give it; a name that repeats has a list. */
export type HeaderText = Buffer | string;
export type EventHeaders = Readonly<Record<string, HeaderText | readonly HeaderText[] | undefined>>;
