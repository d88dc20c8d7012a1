export type {
  HeaderValue,
  LogRecord,
  OutgoingRecord,
  PartitionBatch,
  RecordHeaders,
  RecordPosition,
  TopicPartition,
  WrittenRecord,
} from './ports/record.js';
export type { RecordSink } from './ports/record-sink.js';
export type {
  CommitOptions,
  CommittedPosition,
  RecordSource,
  RecordSourceListener,
  SourceOptions,
} from './ports/record-source.js';
export type { LogAdmin, PartitionRange, TopicSummary } from './ports/log-admin.js';
export type { AccessRule } from './ports/access-rule.js';
export type { LogPlace } from './ports/log-place.js';
export type { LogReader, ReadPage, ReadRequest } from './ports/log-reader.js';
export { firstOf } from './ports/read-bounds.js';
export { auditRowBytes, auditRowFixedBytes } from './ports/audit/audit-row-bytes.js';
export type { Transport } from './ports/transport.js';
export type { DecodedEvent, EventCodec, EventJson, MutableHeaders, ValueOrigin } from './ports/event-codec.js';
export type { DoneMark, DoneOffsets, EventIdentity, GroupTotals, Inbox, StateStore } from './ports/state-store.js';
export type { Outbox, OutboxBacklog, OutboxClaim, OutboxEntry, OutboxPage, OutboxRecord } from './ports/outbox.js';
export type {
  AppendOptions,
  AuditBlock,
  AuditRow,
  AuditStore,
  AuditTotals,
  CoverageOptions,
  LoggedPartition,
  OffsetRange,
  PartitionCoverage,
  RefusedRecord,
} from './ports/audit/audit-store.js';
export type {
  AuditQueries,
  DeliveryPage,
  DeliveryQuery,
  EventSample,
  ExportFormat,
  ExportQuery,
  FailureGroup,
  FailurePage,
  FailureQuery,
  Journey,
  JourneyEvent,
  JourneyGroup,
  JourneyLeg,
  RecordExport,
  StoredDelivery,
} from './ports/audit/audit-queries.js';
export { deliveryOutcomes, type DeliveryOutcome } from './ports/audit/delivery-outcomes.js';
export type { AuditUpkeep } from './ports/audit/audit-upkeep.js';
export type {
  AuditVerification,
  RangeFinding,
  RangeProblem,
  VerificationPage,
  VerificationQuery,
} from './ports/audit/audit-verification.js';
export type {
  AuditKind,
  AuditPage,
  AuditRecordQuery,
  StoredRecord,
  StoredRecordDetail,
} from './ports/audit/stored-records.js';
export {
  analyticsSubjects,
  type AnalyticsAnswer,
  type AnalyticsDimension,
  type AnalyticsMeasure,
  type AnalyticsQuestion,
  type AnalyticsRow,
  type AnalyticsSpan,
  type AnalyticsSubject,
  type AnalyticsTime,
  type AuditBoards,
} from './ports/audit/audit-boards.js';
export {
  noLedger,
  type CompletedDeliveries,
  type DeliveryLedger,
  type DeliveryNote,
  type DeliveryOrigin,
  type NotedOutcome,
} from './ports/delivery-ledger.js';
export { backOffMs, type BackOff } from './concurrency/back-off.js';
export { doEach } from './concurrency/do-each.js';
export { Turns } from './concurrency/turns.js';
export { systemClock, type Clock } from './ports/clock.js';
export { silentLogger, type LogFields, type Logger } from './ports/logger.js';
export { noMetrics, type MetricLabels, type Metrics } from './ports/metrics.js';
export {
  noTracing,
  type CommitTrace,
  type PollTrace,
  type ProcessTrace,
  type SendTrace,
  type Tracing,
  type TracedDelivery,
} from './ports/tracing.js';
export { listenerWith } from './ports/with/listener-with.js';
export { sinkWith } from './ports/with/sink-with.js';
export { sourceWith } from './ports/with/source-with.js';
export { transportWith } from './ports/with/transport-with.js';
export { describeError } from './errors/describe-error.js';
export { messagingLabels } from './ports/messaging-labels.js';
export { metricsTable, type MetricDefinition, type MetricName } from './ports/metrics-table.js';
export { timedOperation } from './telemetry/timed-operation.js';
export { behind, completed, deadLetter, retryLater, suspend, type Outcome } from './group/outcome.js';
export {
  defineGroup,
  type GroupDefinition,
  type GroupOptions,
  type GroupTopicOptions,
} from './group/group-definition.js';
export type { Delivery, FollowUpAttributes } from './group/delivery.js';
export { groupProblems } from './group/group-problems.js';
export type { BatchHandler, BatchHandlerContext, Handler, HandlerContext } from './group/handler.js';
export { readConfig } from './config/read-config.js';
export { flag, integer, list, text, url } from './config/config-fields.js';
export { assignCoPartitioned, type GroupSubscriptions } from './partitioning/assign-co-partitioned.js';
export { partitionForKey } from './partitioning/partition-for-key.js';
export { memoryTransport, type MemoryTransport } from './memory/memory-transport.js';
export { MemoryLog } from './memory/memory-log.js';
export { OffsetTracker } from './offsets/offset-tracker.js';
export { RecordConsumer } from './rounds/record-consumer.js';
export type { RecordConsumerOptions } from './rounds/record-consumer-options.js';
export type { RecordProcessor } from './rounds/record-processor.js';
export type { RoundBatch } from './rounds/round-batch.js';
export { defaultConsumerLimits, type ConsumerLimits } from './assignment/consumer-limits.js';
export type { ConsumerStatus } from './member/consumer-status.js';
export type { PartitionStatus } from './assignment/partition-status.js';
export type { Incident, IncidentKind, IncidentStatus } from './assignment/incident.js';
export type { RunState } from './member/run-state.js';
export type { StartFrom } from './group/start-from.js';
export { GroupConsumer, type GroupConsumerOptions } from './flow/group-consumer.js';
export type { FlowCounters } from './flow/flow-counters.js';
export type { FlowStatus } from './flow/flow-status.js';
export type { GroupReport } from './flow/group-report.js';
export type { PauseTarget, PauseRequest } from './flow/pause-requests.js';
export { deadLetterCopy, type DeadLetterCopy } from './dead-letters/dead-letter-copy.js';
export { deadLetterOf, type DeadLetter, type DeadLetterCause } from './dead-letters/dead-letter.js';
export type { DeadLetterFilter } from './dead-letters/dead-letter-filter.js';
export { DeadLetters, type DeadLetterPage, type DeadLetterQuery } from './dead-letters/dead-letters.js';
export type { SentBack, SentLetter } from './dead-letters/send-back.js';
export {
  WaitingRecords,
  type WaitingPage,
  type WaitingQuery,
  type WaitingRecord,
} from './dead-letters/waiting-records.js';
export type {
  AppManifest,
  GroupManifest,
  GroupTopicManifest,
  HandlerManifest,
  PinnedEvent,
} from './manifest/app-manifest.js';
export { groupManifest } from './manifest/group-manifest.js';
export { logManifest, type GroupOwnTopic, type LogManifest, type LogManifestOptions } from './manifest/log-manifest.js';
export { parseManifest } from './manifest/parse-manifest.js';
export type { BatchBinding, HandlerBinding, SingleBinding } from './group/handler-binding.js';
export { classifyError, type ErrorVerdict } from './errors/classify-error.js';
export { exponential, type ExponentialOptions, type RetryPolicy } from './retry/tiers/retry-policy.js';
export { delayName, parseDelayName } from './retry/tiers/delay-name.js';
export {
  defaultOutageMs,
  groupTiers,
  retryTopicDefinitions,
  tierTopics,
  type RetryingGroup,
  type RetryTopicSettings,
} from './retry/tiers/retry-topics.js';
export type { Admission } from './outage/admission.js';
export { defaultBreakerOptions, type BreakerOptions } from './outage/breaker-options.js';
export type { Breaker } from './outage/breaker.js';
export { Breakers, type BreakersOptions } from './outage/breakers.js';
export {
  DeadLetterBudget,
  defaultDeadLetterBudget,
  type DeadLetterBudgetLimits,
  type DeadLetterBudgetOptions,
  type DeadLetterRequest,
} from './outage/dead-letter-budget.js';
export { fingerprint, type Fingerprint, type FingerprintParts, type FingerprintRule } from './ledger/fingerprint.js';
export { LedgerWriter, type LedgerWriterOptions } from './ledger/ledger-writer.js';
export { partitionKey } from './ports/partition-key.js';
export { failpoint, failpointSync } from './failpoints/failpoint.js';
export { failpointTable, type FailpointName } from './failpoints/failpoint-table.js';
export { EventPublisher, type EventPublisherOptions } from './publishing/event-publisher.js';
export type { PublishedEvent } from './group/published-event.js';
export type { PublishAttributes } from './publishing/encode-event.js';
export { OutboxPublisher, type OutboxPublisherOptions } from './publishing/outbox-publisher.js';
export { OutboxRelay, type OutboxRelayOptions } from './publishing/outbox-relay.js';
export { topicFamilies } from './retry/tiers/topic-families.js';
export { isClockProbe } from './retry/clocks/clock-probe.js';
export { applyTopology } from './topology/apply-topology.js';
export { publishedEvents } from './topology/published-events.js';
export { planTopology } from './topology/plan-topology.js';
export type { ByHand, SettingChange, TopologyChange, TopologyNote, TopologyPlan } from './topology/topology-plan.js';
