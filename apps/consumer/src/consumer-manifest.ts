import {
  DeliveriesCompleted,
  deliveriesTopic,
  DeliveryNoted,
  fulfilmentTopic,
  knownEvents,
  OrderConfirmed,
  OrderRejected,
  PaymentCaptured,
  PaymentDeclined,
  paymentsTopic,
  retailTopics,
  spillwayTopics,
} from '@spillway/events';
import { appManifest } from '@spillway/nest';
import type { AppManifest } from '@spillway/streaming';
import { consumerHandlers } from './consumer-handlers.js';

const brought = [paymentsTopic, fulfilmentTopic, deliveriesTopic];

/** @throws SpillwayError `SPW-5004` when handlers do not fit */
export function consumerManifest(): AppManifest {
  return appManifest({
    app: 'consumer',
    handlers: consumerHandlers,
    knownEvents,
    topics: [...retailTopics, ...spillwayTopics].filter(({ name }) => brought.includes(name)),
    publishes: [PaymentCaptured, PaymentDeclined, OrderConfirmed, OrderRejected, DeliveriesCompleted, DeliveryNoted],
  });
}
