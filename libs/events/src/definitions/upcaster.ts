import type { AvroSchema, EventDefinition } from './event-definition.js';

/** Makes events of an old schema into today's, where Avro's resolution cannot, or would make something else of them. */
export interface Upcaster {
  readonly to: EventDefinition<never>;
  /** The old contract, as it was released. */
  readonly from: AvroSchema;
  readonly upcast: (old: never) => unknown;
}

/**
 * Defines an upcaster. It is a plain function of the payload: it may be called at any time, in any order, again and again.
 *
 * @param upcaster.from the old contract, as it was released; events of exactly this schema go through `upcast`, and no
 *   resolution is tried
 * @param upcaster.upcast the old payload (in the forms of payloads: decimals as text, times as `Date`) as today's
 */
export function defineUpcaster<Old, New>(upcaster: {
  readonly to: EventDefinition<New>;
  readonly from: AvroSchema;
  readonly upcast: (old: Old) => New;
}): Upcaster {
  return Object.freeze({ ...upcaster }) as unknown as Upcaster;
}
