import type { EventIdentity } from '../ports/state-store.js';
import type { HandlerBinding } from './handler-binding.js';
import type { RecordDelivery } from './record-delivery.js';
import type { DeliverItem } from './work-item.js';

/** A record that a handler gets. */
export class DeliverWork implements DeliverItem {
  readonly type = 'deliver';

  constructor(
    readonly delivery: RecordDelivery,
    readonly binding: HandlerBinding,
  ) {}

  get record(): DeliverItem['record'] {
    return this.delivery.record;
  }

  get identity(): EventIdentity | undefined {
    return this.delivery.identity;
  }
}
