import type { AvroSchema } from '@spillway/events';

export type Compatibility = 'BACKWARD_TRANSITIVE' | 'BACKWARD' | 'FULL_TRANSITIVE' | 'FULL' | 'NONE';

/**
 * A schema registry. Ids are those in the frame of every value. Safe to call concurrently; remembers nothing.
 *
 * Every method: `SPW-3003` (retryable) when the registry cannot be reached, is slow, refuses the credentials or gives no
 * usable answer. Only its plain word that something is not there counts as "not found".
 */
export interface ContractRegistry {
  /** The schema of an id. `SPW-3002` when the registry knows no such id; `SPW-3001` when it is no Avro schema. */
  schemaById(id: number): Promise<AvroSchema>;
  /** The id of exactly this schema under the subject; changes nothing. Undefined when it is not registered there. */
  lookUp(subject: string, schema: AvroSchema): Promise<number | undefined>;
  /** Registers the schema and answers its id; the id it has when it was registered before. `SPW-3007` when it is refused. */
  register(subject: string, schema: AvroSchema): Promise<number>;
  /** Sets what later versions of the subject must keep to. */
  setCompatibility(subject: string, compatibility: Compatibility): Promise<void>;
}
