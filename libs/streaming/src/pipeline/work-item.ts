import type { Delivery } from '../group/delivery.js';
import type { LogRecord } from '../ports/record.js';
import type { EventIdentity } from '../ports/state-store.js';
import type { HandlerBinding } from './handler-binding.js';

interface WithRecord {
  readonly record: LogRecord;
  /** Absent when the record names none: then its place in the log alone tells whether it is done. */
  readonly identity?: EventIdentity;
}

export interface DeliverItem extends WithRecord {
  readonly type: 'deliver';
  readonly delivery: Delivery;
  readonly binding: HandlerBinding;
}

export interface DeadLetterItem extends WithRecord {
  readonly type: 'dead-letter';
  readonly cause: unknown;
  readonly handler?: string;
}

/** What is to be done with one record. */
export type WorkItem = DeliverItem | DeadLetterItem | (WithRecord & { readonly type: 'ignore' });
