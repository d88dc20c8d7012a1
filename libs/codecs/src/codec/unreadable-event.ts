import { SpillwayError } from '@spillway/events';

/** Why a record's bytes give no event; stands in the error's context and in the dead letter. */
export type UnreadableReason = 'short' | 'magic' | 'schema' | 'resolve' | 'decode' | 'trailing';

const sentences: Readonly<Record<UnreadableReason, string>> = {
  short: 'The value is shorter than the frame in front of every event (5 bytes)',
  magic: 'The value does not start with the frame of an event (magic byte 0)',
  schema: 'The schema of the value is not a usable Avro schema',
  resolve: 'The schema of the value cannot be read by the contract of this app',
  decode: 'The value does not follow its schema',
  trailing: 'Bytes are left over after the value',
};

/** A record that will never decode: `SPW-3001`. */
export function unreadableEvent(reason: UnreadableReason, schemaId?: number, cause?: unknown): SpillwayError {
  const detail = cause instanceof Error ? `${sentences[reason]}: ${cause.message}` : sentences[reason];
  return new SpillwayError('SPW-3001', detail, { cause, context: { reason, schemaId } });
}
