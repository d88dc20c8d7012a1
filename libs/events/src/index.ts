export {
  compatibilityModes,
  askedCompatibility,
  compatibilityOf,
  modeWhenSilent,
  usualCompatibilityMode,
  type CompatibilityMode,
} from './definitions/compatibility-mode.js';
export type { AvroSchema, EventDefinition } from './definitions/event-definition.js';
export { defineEvent, defineSharedType } from './definitions/event-definition.js';
export { fullNameIn } from './definitions/full-name-in.js';
export { fullNameOf } from './definitions/full-name-of.js';
export { pointerStep } from './text/pointer-step.js';
export { schemaIdLocations, type SchemaIdLocation } from './definitions/schema-id-location.js';
export type { SharedType } from './definitions/shared-type.js';
export { subjectOf, subjectStrategies, type SubjectStrategy } from './definitions/subject-strategy.js';
export type { EventEnvelope } from './event-envelope.js';
export type { TopicDefinition } from './definitions/topic-definition.js';
export { deadLetterTopic, holdsTopic, redriveTopic, retryTopic } from './definitions/topic-definition.js';
export type { ErrorDefinition } from './errors/error-definition.js';
export { errorTable, type ErrorCode } from './errors/error-table.js';
export { SpillwayError, isSpillwayError, type ErrorIssue, type SpillwayErrorOptions } from './errors/spillway-error.js';
export { attributeProblem } from './headers/attribute-problem.js';
export {
  avroContentType,
  contentTypeHeader,
  eventHeaders,
  specVersionHeader,
  type EventHeaders,
} from './headers/event-headers.js';
export { envelopeFromHeaders } from './headers/envelope-from-headers.js';
export { envelopeToHeaders } from './headers/envelope-to-headers.js';
export { readEventHeaders, type ReadEventHeaders } from './headers/read-event-headers.js';
export { readSchemaIdHeader, schemaGuidHeader, schemaIdHeader, type NamedSchema } from './headers/schema-id-header.js';
export { isSpillwayHeader, spillwayHeaders, untrustedPrefix } from './headers/spillway-headers.js';
export { urlNamespace, uuidV5 } from './identity/uuid-v5.js';
export { knownEvents, publicEvents } from './known-events.js';
export { knownUpcasters } from './known-upcasters.js';
export { orderCancelledSchema } from './generated/retail/orders/order-cancelled.js';
export type { OrderLine } from './generated/retail/orders/order-line.js';
export { orderPlacedSchema } from './generated/retail/orders/order-placed.js';
export { orderConfirmedSchema } from './generated/retail/fulfilment/order-confirmed.js';
export { orderRejectedSchema } from './generated/retail/fulfilment/order-rejected.js';
export { paymentCapturedSchema } from './generated/retail/payments/payment-captured.js';
export { paymentDeclinedSchema } from './generated/retail/payments/payment-declined.js';
export { stockAdjustedSchema } from './generated/retail/orders/stock-adjusted.js';
export { OrderCancelled } from './retail/order-cancelled.event.js';
export { OrderConfirmed } from './retail/order-confirmed.event.js';
export { OrderPlaced } from './retail/order-placed.event.js';
export { OrderRejected } from './retail/order-rejected.event.js';
export { PaymentCaptured } from './retail/payment-captured.event.js';
export { PaymentDeclined } from './retail/payment-declined.event.js';
export { fulfilmentTopic, ordersTopic, paymentsTopic, retailTopics } from './retail/retail-topics.js';
export { StockAdjusted } from './retail/stock-adjusted.event.js';
export { deliveriesCompletedSchema } from './generated/spillway/deliveries/deliveries-completed.js';
export { deliveryNotedSchema } from './generated/spillway/deliveries/delivery-noted.js';
export { DeliveriesCompleted } from './spillway/deliveries-completed.event.js';
export { auditDeadLetterTopic } from './spillway/audit-dead-letter-topic.js';
export { deliveriesTopic, spillwayTopics } from './spillway/deliveries-topic.js';
export { DeliveryNoted } from './spillway/delivery-noted.event.js';
export { basicAuthorization } from './logins/basic-authorization.js';
export { splitLogin, type SplitAddress } from './logins/split-login.js';
export { tombstoneOf, tombstoneType } from './definitions/tombstone.js';
export { defineUpcaster, type Upcaster } from './definitions/upcaster.js';
export { parseRfc3339, type ParsedTime } from './time/parse-rfc-3339.js';
