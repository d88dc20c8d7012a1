import type { Attributes } from '@opentelemetry/api';
import { eventHeaders } from '@spillway/events';
import type { RecordHeaders } from '@spillway/streaming';
import { headerText } from './header-carrier.js';
import { otelNames } from './otel-names.js';

/** What a span or a link says about one record; absent facts have no attribute. */
export interface RecordFacts {
  readonly key: Buffer | null;
  readonly headers: RecordHeaders;
  readonly partition?: number;
  readonly offset?: number;
  /** The record has no value. */
  readonly isTombstone?: boolean;
}

export function recordAttributes({ key, headers, partition, offset, isTombstone }: RecordFacts): Attributes {
  const attributes: Attributes = {};
  if (partition !== undefined) attributes[otelNames.partition] = String(partition);
  if (offset !== undefined) attributes[otelNames.offset] = offset;
  if (key !== null) attributes[otelNames.key] = key.toString();
  if (isTombstone === true) attributes[otelNames.tombstone] = true;
  const id = headerText(headers, eventHeaders.id);
  if (id !== undefined) attributes[otelNames.messageId] = id;
  const correlationId = headerText(headers, eventHeaders.correlationId);
  if (correlationId !== undefined) attributes[otelNames.conversationId] = correlationId;
  return attributes;
}
