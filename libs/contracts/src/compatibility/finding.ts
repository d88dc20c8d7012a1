import type { Place } from '../schema/schema-node.js';
import type { RuleName } from './compatibility-rules.js';

/** Which of two schemas is the newer one: what a difference is called depends on it. */
export type Newer = 'reader' | 'writer';

/** One place where the reader does not read what the writer writes. */
export interface Finding {
  readonly rule: RuleName;
  /**
   * The record it stands in and the field, by names of the newer schema: `retail.orders.OrderPlaced.lines[]`; `[]` are
   * items, `{}` values.
   */
  readonly path: string;
  /** This occurrence in a few words, older → newer. */
  readonly detail: string;
  readonly writer: Place;
  readonly reader: Place;
}
