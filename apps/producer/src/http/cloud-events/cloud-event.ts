import type { EventEnvelope } from '@spillway/events';

/**
 * A CloudEvent in structured JSON form: its attributes are checked (the plausibility of `time` is another rule's
 * business), its data is not yet.
 */
export interface CloudEvent extends EventEnvelope {
  readonly data: unknown;
}
