import { SpillwayError } from '@spillway/events';
import { UnsoundValue, type UnsoundReason } from './unsound-value.js';

/** Why a record's bytes give no event; stands in the error's context and in the dead letter. */
export type UnreadableReason =
  'short' | 'magic' | 'header' | 'schema' | 'resolve' | 'upcast' | 'decode' | 'trailing' | UnsoundReason;

const sentences: Readonly<Record<UnreadableReason, string>> = {
  short: 'The value is shorter than the frame in front of every event (5 bytes)',
  magic: 'The value does not start with the frame of an event (magic byte 0)',
  header: 'The header that names the schema of the value holds neither its id nor its GUID',
  schema: 'The schema of the value is not a usable Avro schema',
  resolve: 'The schema of the value cannot be read by the contract of this app',
  upcast: 'The upcaster for the schema of the value made no event of it',
  decode: 'The value does not follow its schema',
  trailing: 'Bytes are left over after the value',
  bomb: 'The value announces far more than it holds',
  depth: 'The value is nested too deep',
  logical: 'The value holds what its logical type cannot be',
  proto: 'The value would change what an object is',
  range: 'The value holds a number that cannot be kept exactly',
  utf8: 'The value holds text that is not UTF-8',
};

/** A record that will never decode: `SPW-3001`, with its reason in front of the message. */
export function unreadableEvent(reason: UnreadableReason, schemaId?: number | string, cause?: unknown): SpillwayError {
  const sentence = `${reason}: ${sentences[reason]}`;
  const detail = cause instanceof Error ? `${sentence}: ${cause.message}` : sentence;
  return new SpillwayError('SPW-3001', detail, { cause, context: { reason, schemaId } });
}

/** Why decoding failed, by what was thrown. */
export function reasonOf(error: unknown): UnreadableReason {
  return error instanceof UnsoundValue ? error.reason : 'decode';
}
