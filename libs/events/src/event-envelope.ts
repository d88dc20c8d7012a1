/**
 * The CloudEvents 1.0 attributes of an event, as they travel in the record's headers (Kafka protocol binding, binary
 * mode). Identity is `source` + `id`.
 */
export interface EventEnvelope {
  readonly id: string;
  readonly source: string;
  /** Avro full name of the contract. */
  readonly type: string;
  /** When it happened, RFC 3339; the record's own timestamp says when it was published. */
  readonly time?: string;
  readonly subject?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
}
