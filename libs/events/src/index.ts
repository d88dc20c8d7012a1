export type { AvroSchema, EventDefinition } from './event-definition.js';
export { defineEvent } from './event-definition.js';
export type { EventEnvelope } from './event-envelope.js';
export type { TopicDefinition } from './topic-definition.js';
export { deadLetterTopic } from './topic-definition.js';
export type { ErrorDefinition } from './errors/error-definition.js';
export { errorTable, type ErrorCode } from './errors/error-table.js';
export { SpillwayError, isSpillwayError, type ErrorIssue, type SpillwayErrorOptions } from './errors/spillway-error.js';
