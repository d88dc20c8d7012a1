import type { EventDefinition } from './event-definition.js';
import { OrderCancelled } from './retail/order-cancelled.event.js';
import { OrderPlaced } from './retail/order-placed.event.js';
import { StockAdjusted } from './retail/stock-adjusted.event.js';

/** Every event type of this repository. */
export const knownEvents: readonly EventDefinition<never>[] = [OrderPlaced, OrderCancelled, StockAdjusted];
