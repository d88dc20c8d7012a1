import type { AvroSchema, CompatibilityMode } from '@spillway/events';
import type { SchemaReference } from '../references/schema-reference.js';

/** Where a schema stands in its subject. */
export interface RegisteredContract {
  readonly id: number;
  readonly version: number;
  /** A registry that serves schemas by GUID tells it; it is the same for the same schema everywhere. */
  readonly guid?: string;
}

export interface SubjectVersion {
  readonly subject: string;
  readonly version: number;
}

/**
 * A schema registry. Ids are those in the frame of every value. Safe to call concurrently; remembers nothing but versions
 * that schemas refer to, which never change.
 *
 * Every method: `SPW-3003` (retryable) when the registry cannot be reached, is slow, refuses the credentials or gives no
 * usable answer. Only its plain word that something is not there counts as "not found".
 */
export interface ContractRegistry {
  /**
   * The schema of an id, with the types it refers to put in. `SPW-3002` when the registry does not know the id or a
   * version referred to; `SPW-3001` when it is no usable Avro schema.
   */
  schemaById(id: number): Promise<AvroSchema>;
  /** The same by GUID. */
  schemaByGuid(guid: string): Promise<AvroSchema>;
  /** The versions that have the schema of this id, in every subject. `SPW-3002` as above. */
  versionsOf(id: number): Promise<readonly SubjectVersion[]>;
  /** Where exactly this schema is registered under the subject; changes nothing. Undefined when it is not. */
  lookUp(
    subject: string,
    schema: AvroSchema,
    references?: readonly SchemaReference[],
  ): Promise<RegisteredContract | undefined>;
  /** Registers the schema and answers its id; the id it has when it was registered before. `SPW-3007` when it is refused. */
  register(subject: string, schema: AvroSchema, references?: readonly SchemaReference[]): Promise<number>;
  /** Sets what later versions of the subject must keep to. */
  setCompatibility(subject: string, compatibility: CompatibilityMode): Promise<void>;
}
