/**
 * Names of OpenTelemetry's semantic conventions for messaging, v1.44.0 (status: development). All in one place, because
 * they may still change: https://opentelemetry.io/docs/specs/semconv/messaging/
 */
export const otelNames = {
  system: 'messaging.system',
  clientId: 'messaging.client.id',
  clusterId: 'messaging.kafka.cluster.id',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  /** A string. */
  partition: 'messaging.destination.partition.id',
  group: 'messaging.consumer.group.name',
  offset: 'messaging.kafka.offset',
  key: 'messaging.kafka.message.key',
  tombstone: 'messaging.kafka.message.tombstone',
  messageId: 'messaging.message.id',
  /** The correlation id. */
  conversationId: 'messaging.message.conversation_id',
  batchCount: 'messaging.batch.message_count',
  errorType: 'error.type',
  processException: 'messaging.process.exception',
  sendException: 'messaging.send.exception',
  commitException: 'messaging.commit.exception',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  exceptionStack: 'exception.stacktrace',
  /** Ours: how the delivery ended. */
  outcome: 'spillway.outcome',
} as const;
