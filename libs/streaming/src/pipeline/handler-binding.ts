import type { EventDefinition } from '@spillway/events';
import type { BatchHandler } from '../group/delivery.js';

/** A handler of a group and the events it takes. `name` appears in logs and dead letters. */
export interface HandlerBinding {
  readonly name: string;
  readonly definitions: readonly EventDefinition<never>[];
  readonly handleBatch: BatchHandler['handleBatch'];
}
