import type { MetricName } from '@spillway/streaming';

export interface OtelMetricName {
  readonly name: string;
  /** UCUM. */
  readonly unit: string;
}

/**
 * What each metric of the table is called in OpenTelemetry: those of the conventions for messaging (v1.44.0) exactly so,
 * our own so that an exporter to Prometheus makes their names of the table again.
 */
export const otelMetricNames: Readonly<Record<MetricName, OtelMetricName>> = {
  messaging_client_sent_messages_total: { name: 'messaging.client.sent.messages', unit: '{message}' },
  messaging_client_consumed_messages_total: { name: 'messaging.client.consumed.messages', unit: '{message}' },
  messaging_client_operation_duration_seconds: { name: 'messaging.client.operation.duration', unit: 's' },
  messaging_process_duration_seconds: { name: 'messaging.process.duration', unit: 's' },
  spillway_consumer_lag_records: { name: 'spillway.consumer.lag.records', unit: '{record}' },
  spillway_consumer_lag_seconds: { name: 'spillway.consumer.lag', unit: 's' },
  spillway_consumer_state: { name: 'spillway.consumer.state', unit: '' },
  spillway_consumer_last_progress_timestamp_seconds: { name: 'spillway.consumer.last_progress.timestamp', unit: 's' },
  spillway_consumer_stopped_at_gap: { name: 'spillway.consumer.stopped_at_gap', unit: '' },
  spillway_log_lost_records_total: { name: 'spillway.log.lost.records', unit: '{record}' },
  spillway_codec_newer_events_total: { name: 'spillway.codec.newer.events', unit: '{event}' },
  spillway_retry_scheduled_total: { name: 'spillway.retry.scheduled', unit: '{record}' },
  spillway_consumer_stopped_partition: { name: 'spillway.consumer.stopped_partition', unit: '' },
  spillway_consumer_paused: { name: 'spillway.consumer.paused', unit: '' },
  spillway_dlq_records_total: { name: 'spillway.dlq.records', unit: '{record}' },
  spillway_breaker_state: { name: 'spillway.breaker.state', unit: '' },
  spillway_breaker_opened_total: { name: 'spillway.breaker.opened', unit: '{opening}' },
  spillway_dlq_budget_paused: { name: 'spillway.dlq.budget_paused', unit: '' },
  spillway_ledger_records_total: { name: 'spillway.ledger.records', unit: '{record}' },
  spillway_ledger_waiting_bytes: { name: 'spillway.ledger.waiting', unit: 'By' },
  spillway_outbox_pending_records: { name: 'spillway.outbox.pending.records', unit: '{record}' },
  spillway_outbox_oldest_pending_age_seconds: { name: 'spillway.outbox.oldest_pending.age', unit: 's' },
  spillway_audit_insert_batch_size: { name: 'spillway.audit.insert.batch_size', unit: '{row}' },
  spillway_audit_insert_duration_seconds: { name: 'spillway.audit.insert.duration', unit: 's' },
  spillway_audit_watermark_timestamp_seconds: { name: 'spillway.audit.watermark.timestamp', unit: 's' },
  spillway_audit_refused_records_total: { name: 'spillway.audit.refused.records', unit: '{record}' },
  spillway_audit_ledger_unread_total: { name: 'spillway.audit.ledger.unread', unit: '{record}' },
  spillway_audit_missing_records: { name: 'spillway.audit.missing.records', unit: '{record}' },
  spillway_audit_duplicate_records: { name: 'spillway.audit.duplicate.records', unit: '{record}' },
  spillway_audit_mismatched_ranges: { name: 'spillway.audit.mismatched.ranges', unit: '{range}' },
  spillway_audit_last_check_timestamp_seconds: { name: 'spillway.audit.last_check.timestamp', unit: 's' },
  spillway_build_info: { name: 'spillway.build.info', unit: '' },
};
