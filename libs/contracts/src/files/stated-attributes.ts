import { askedCompatibility, type CompatibilityMode } from '@spillway/events';

/** What a schema says of its contract beside the fields. */
export interface StatedAttributes {
  readonly compatibility?: CompatibilityMode;
}

/** As they stand in a schema; what is wrong counts as not said. */
export function statedAttributes(schema: unknown): StatedAttributes {
  return { compatibility: askedCompatibility(schema) };
}
