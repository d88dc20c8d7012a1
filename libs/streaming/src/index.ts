export type {
  HeaderValue,
  LogRecord,
  OutgoingRecord,
  PartitionBatch,
  RecordHeaders,
  RecordPosition,
  TopicPartition,
} from './ports/record.js';
export type { RecordSink } from './ports/record-sink.js';
export type { CommittedPosition, RecordSource, RecordSourceListener, SourceOptions } from './ports/record-source.js';
export type { LogAdmin, PartitionRange } from './ports/log-admin.js';
export type { Transport } from './ports/transport.js';
export type { DecodedEvent, EventCodec } from './ports/event-codec.js';
export type { DoneOffsets, EventIdentity, GroupTotals, Inbox, InboxUpdate, StateStore } from './ports/state-store.js';
export type {
  AuditBlock,
  AuditKind,
  AuditPage,
  AuditRecordQuery,
  AuditRow,
  AuditStore,
  AuditTotals,
  CoverageOptions,
  LoggedPartition,
  OffsetRange,
  PartitionCoverage,
  StoredRecord,
  StoredRecordDetail,
} from './ports/audit-store.js';
export { systemClock, type Clock } from './ports/clock.js';
export { silentLogger, type LogFields, type Logger } from './ports/logger.js';
export { noMetrics, type MetricLabels, type Metrics } from './ports/metrics.js';
export { metricsTable, type MetricDefinition, type MetricName } from './telemetry/metrics-table.js';
export { completed, deadLetter, retryLater, suspend, type Outcome } from './group/outcome.js';
export {
  defineGroup,
  type GroupDefinition,
  type GroupOptions,
  type GroupTopicOptions,
} from './group/group-definition.js';
export type { BatchHandler, Delivery, Handler, HandlerContext } from './group/delivery.js';
export { readConfig } from './config/read-config.js';
export { flag, integer, list, text, url } from './config/config-fields.js';
export { partitionForKey } from './partitioning/partition-for-key.js';
export { memoryTransport, type MemoryTransport } from './memory/memory-transport.js';
export { MemoryLog } from './memory/memory-log.js';
export { decodeDoneRuns, encodeDoneRuns, maxDoneRunsBytes } from './offsets/done-runs-codec.js';
export { OffsetTracker } from './offsets/offset-tracker.js';
export { RecordConsumer } from './runtime/record-consumer.js';
export type { RecordConsumerOptions } from './runtime/record-consumer-options.js';
export type { RecordProcessor } from './runtime/record-processor.js';
export { defaultConsumerLimits, type ConsumerLimits } from './runtime/consumer-limits.js';
export type { ConsumerStatus, PartitionStatus } from './runtime/consumer-status.js';
export type { RunState } from './runtime/run-state.js';
export {
  createGroupProcessor,
  type GroupProcessor,
  type GroupProcessorOptions,
} from './pipeline/create-group-processor.js';
export type { HandlerBinding } from './pipeline/handler-binding.js';
export type { InPlaceRetry } from './pipeline/isolate-failures.js';
export { classifyError, type ErrorVerdict } from './pipeline/classify-error.js';
export {
  EventPublisher,
  type EventPublisherOptions,
  type PublishAttributes,
  type PublishedEvent,
} from './publishing/event-publisher.js';
