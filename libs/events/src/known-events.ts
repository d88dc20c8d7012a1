import type { EventDefinition } from './definitions/event-definition.js';
import { OrderCancelled } from './retail/order-cancelled.event.js';
import { OrderConfirmed } from './retail/order-confirmed.event.js';
import { OrderPlaced } from './retail/order-placed.event.js';
import { OrderRejected } from './retail/order-rejected.event.js';
import { PaymentCaptured } from './retail/payment-captured.event.js';
import { PaymentDeclined } from './retail/payment-declined.event.js';
import { StockAdjusted } from './retail/stock-adjusted.event.js';
import { DeliveriesCompleted } from './spillway/deliveries-completed.event.js';
import { DeliveryNoted } from './spillway/delivery-noted.event.js';

/** Every event type that callers from outside may send. */
export const publicEvents: readonly EventDefinition<never>[] = [OrderPlaced, OrderCancelled, StockAdjusted];

/** Every event type of this repository: the public ones, what services decide, what the toolkit says about itself. */
export const knownEvents: readonly EventDefinition<never>[] = [
  ...publicEvents,
  PaymentCaptured,
  PaymentDeclined,
  OrderConfirmed,
  OrderRejected,
  DeliveriesCompleted,
  DeliveryNoted,
];
