import type { AvroSchema } from './avro-schema.js';
import { fullNameOf } from './full-name-of.js';
import type { SchemaIdLocation } from './schema-id-location.js';
import type { SharedType } from './shared-type.js';
import { subjectOf, type SubjectStrategy } from './subject-strategy.js';

// Generated modules have all that they name from here.
export type { AvroSchema };
export { defineSharedType } from './shared-type.js';

/**
 * What the whole toolkit knows about one event type: its contract, its topic and its key.
 * `type` is the contract's Avro full name and the CloudEvents `type`.
 */
export interface EventDefinition<T = unknown> {
  readonly type: string;
  readonly topic: string;
  /** The reader schema: today's contract. It stands by itself: shared types are defined in it, too. */
  readonly schema: AvroSchema;
  /** Types in the schema that are registered in subjects of their own; the registered contract names them only. */
  readonly references?: readonly SharedType[];
  /** Where the registry keeps the contract's versions. */
  readonly subject: string;
  /** Where its records name their schema when they are written; `payload` when absent. Both are read. */
  readonly schemaIdLocation?: SchemaIdLocation;
  /** The record key; equal keys keep their order. */
  readonly key: (payload: T) => string;
}

/**
 * Defines an event type. `T` is the generated payload type of the same contract.
 *
 * @param options.subjectStrategy how the registry's subject is named; `TopicRecordName` when absent
 * @param options.schemaIdLocation `header` needs a registry that gives GUIDs
 * @throws TypeError when the schema has no full name
 */
export function defineEvent<T>({
  subjectStrategy = 'TopicRecordName',
  ...options
}: {
  readonly topic: string;
  readonly schema: AvroSchema;
  readonly references?: readonly SharedType[];
  readonly subjectStrategy?: SubjectStrategy;
  readonly schemaIdLocation?: SchemaIdLocation;
  readonly key: (payload: T) => string;
}): EventDefinition<T> {
  const type = fullNameOf(options.schema);
  return Object.freeze({ ...options, type, subject: subjectOf(subjectStrategy, options.topic, type) });
}
