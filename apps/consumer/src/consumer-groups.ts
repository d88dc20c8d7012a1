import type { GroupDefinition } from '@spillway/streaming';
import { fulfilment } from './fulfilment/fulfilment.group.js';
import { inventory } from './inventory/inventory.group.js';
import { payments } from './payments/payments.group.js';
import { revenue } from './revenue/revenue.group.js';

/** The groups of this app. */
export const consumerGroups: readonly GroupDefinition[] = [inventory, revenue, payments, fulfilment];
