import type { GroupDefinition } from '@spillway/streaming';
import { inventory } from './inventory/inventory.group.js';
import { revenue } from './revenue/revenue.group.js';

/** The groups of this app. */
export const consumerGroups: readonly GroupDefinition[] = [inventory, revenue];
