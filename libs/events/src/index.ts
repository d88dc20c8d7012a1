export type { AvroSchema, EventDefinition } from './event-definition.js';
export { defineEvent } from './event-definition.js';
export type { EventEnvelope } from './event-envelope.js';
export type { TopicDefinition } from './topic-definition.js';
export { deadLetterTopic } from './topic-definition.js';
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
export { isSpillwayHeader, spillwayHeaders } from './headers/spillway-headers.js';
export { urlNamespace, uuidV5 } from './identity/uuid-v5.js';
export { knownEvents } from './known-events.js';
export { orderCancelledSchema } from './generated/retail/orders/order-cancelled.js';
export type { OrderLine } from './generated/retail/orders/order-line.js';
export { orderPlacedSchema } from './generated/retail/orders/order-placed.js';
export { stockAdjustedSchema } from './generated/retail/orders/stock-adjusted.js';
export { OrderCancelled } from './retail/order-cancelled.event.js';
export { OrderPlaced } from './retail/order-placed.event.js';
export { ordersTopic, retailTopics } from './retail/retail-topics.js';
export { StockAdjusted } from './retail/stock-adjusted.event.js';
export { parseRfc3339, type ParsedTime } from './time/parse-rfc-3339.js';
