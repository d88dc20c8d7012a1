/** A CloudEvent in structured JSON form, its attributes checked, its data not yet. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** RFC 3339 as sent; its plausibility is another rule's business. */
  readonly time?: string;
  readonly subject?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  readonly data: unknown;
}
