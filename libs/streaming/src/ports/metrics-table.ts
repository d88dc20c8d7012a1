import { messagingLabelNames } from './messaging-labels.js';

export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
  /** Somebody is to be woken by it: a runbook says by which value, and what to do. */
  readonly isAlarm?: true;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

/** Every metric of Spillway, Prometheus names and base units. `docs/reference/metrics.md` is generated from it. */
export const metricsTable = {
  messaging_client_sent_messages_total: {
    type: 'counter',
    help: 'Records acknowledged by all in-sync replicas.',
    labels: ['messaging_system', 'messaging_operation_name', 'messaging_destination_name'],
  },
  messaging_client_consumed_messages_total: {
    type: 'counter',
    help: 'Records that a group was handed and has ended, by the topic they lay in: those of its retry topics too, whatever became of them.',
    labels: [
      'messaging_system',
      'messaging_operation_name',
      'messaging_destination_name',
      'messaging_consumer_group_name',
    ],
  },
  messaging_client_operation_duration_seconds: {
    type: 'histogram',
    help: 'Time of one `send` (a batch to one partition), `poll` (a fetch from a broker) or `commit`, in seconds.',
    labels: messagingLabelNames,
    buckets: seconds,
  },
  messaging_process_duration_seconds: {
    type: 'histogram',
    help: 'Time of one call of a handler, or of one round of the audit group, in seconds. Calls that answer at once are left out: to measure them would take as long as they do.',
    labels: messagingLabelNames,
    buckets: seconds,
  },
  spillway_consumer_lag_records: {
    type: 'gauge',
    help: 'Records between the end of the partition and what the group has done.',
    labels: ['group', 'topic', 'partition'],
  },
  spillway_consumer_lag_seconds: {
    type: 'gauge',
    help: 'Age of the oldest record of the partition that the group has not done, by its timestamp, in seconds; 0 without lag. While nothing of it is fetched: how long it has been seen to wait.',
    labels: ['group', 'topic', 'partition'],
    isAlarm: true,
  },
  spillway_consumer_state: {
    type: 'gauge',
    help: '1 for the state the group is in at this process: starting, assigning, rebuilding, running, suspended, stopped-at-gap, draining, stopped or failed; 0 for the others.',
    labels: ['group', 'state'],
    isAlarm: true,
  },
  spillway_consumer_last_progress_timestamp_seconds: {
    type: 'gauge',
    help: 'When the group last finished a record, Unix seconds.',
    labels: ['group'],
  },
  spillway_consumer_stopped_at_gap: {
    type: 'gauge',
    help: '1 while the group has stopped the partition at a gap, a recreated topic or a lost position and waits for an operator.',
    labels: ['group', 'topic', 'partition'],
    isAlarm: true,
  },
  spillway_log_lost_records_total: {
    type: 'counter',
    help: 'Offsets that the log lost before the group had done them.',
    labels: ['group', 'topic', 'partition'],
    isAlarm: true,
  },
  spillway_codec_newer_events_total: {
    type: 'counter',
    help: 'Events of a newer version of their contract than this process has, read through resolution: what is new in them was left out.',
    labels: ['type'],
  },
  spillway_retry_scheduled_total: {
    type: 'counter',
    help: 'Failed deliveries put into a retry topic, by its delay.',
    labels: ['group', 'topic', 'tier'],
  },
  spillway_consumer_stopped_partition: {
    type: 'gauge',
    help: '1 while the group stands before a batch of the partition that cannot be read (SPW-1107), 0 after.',
    labels: ['group', 'topic', 'partition'],
    isAlarm: true,
  },
  spillway_consumer_paused: {
    type: 'gauge',
    help: '1 while an operator has paused the partition in this process, 0 after.',
    labels: ['group', 'topic', 'partition'],
  },
  spillway_dlq_records_total: {
    type: 'counter',
    help: 'Dead letters parked, by the code of their error: one of Spillway or of the system, else `unclassified`.',
    labels: ['group', 'topic', 'error_class'],
    isAlarm: true,
  },
  spillway_breaker_state: {
    type: 'gauge',
    help: 'Breaker of a dependency: 0 closed, 1 half-open, 2 open. Of the first 100 names, those that handlers declare before others.',
    labels: ['dependency'],
    isAlarm: true,
  },
  spillway_breaker_opened_total: {
    type: 'counter',
    help: 'How often the breaker of a dependency opened, by what opened it; all but the first 100 names count as `other`.',
    labels: ['dependency', 'reason'],
  },
  spillway_dlq_budget_paused: {
    type: 'gauge',
    help: '1 while a handler takes nothing because it would dead-letter most of its deliveries.',
    labels: ['group', 'handler'],
    isAlarm: true,
  },
  spillway_ledger_records_total: {
    type: 'counter',
    help: 'Records of the delivery ledger acknowledged by all in-sync replicas.',
    labels: ['group'],
  },
  spillway_ledger_waiting_bytes: {
    type: 'gauge',
    help: 'Ledger entries of a group that are not in the log yet, in bytes.',
    labels: ['group'],
    isAlarm: true,
  },
  spillway_outbox_pending_records: {
    type: 'gauge',
    help: 'Records in the outbox that are not in the log yet; counted up to 100,000.',
    labels: [],
  },
  spillway_outbox_oldest_pending_age_seconds: {
    type: 'gauge',
    help: 'Age of the record that waits longest in the outbox, in seconds; 0 when none waits.',
    labels: [],
    isAlarm: true,
  },
  spillway_audit_insert_batch_size: {
    type: 'histogram',
    help: 'Rows of one insert into the audit store.',
    labels: [],
    buckets: [1, 10, 100, 1_000, 10_000, 50_000, 100_000],
  },
  spillway_audit_insert_duration_seconds: {
    type: 'histogram',
    help: 'Time of one insert into the audit store, in seconds.',
    labels: [],
    buckets: seconds,
  },
  spillway_audit_watermark_timestamp_seconds: {
    type: 'gauge',
    help: 'Up to when every record that the log still has is in the audit store, Unix seconds; absent until it is known.',
    labels: [],
  },
  spillway_audit_refused_records_total: {
    type: 'counter',
    help: 'Records that ClickHouse refused for what they hold: copied to spillway.audit.dlq instead of stored. Alarm on any.',
    labels: ['topic'],
    isAlarm: true,
  },
  spillway_audit_ledger_unread_total: {
    type: 'counter',
    help: 'Records of the delivery ledger that say nothing readable, and entries that ClickHouse refused: stored as records, not as deliveries.',
    labels: [],
    isAlarm: true,
  },
  spillway_audit_missing_records: {
    type: 'gauge',
    help: 'Log positions of the topic that the audit store lacks, at the last check.',
    labels: ['topic'],
    isAlarm: true,
  },
  spillway_audit_duplicate_records: {
    type: 'gauge',
    help: 'Log positions of the topic that show more than once in the audit store, at the last check; anything but 0 is a defect.',
    labels: ['topic'],
    isAlarm: true,
  },
  spillway_audit_mismatched_ranges: {
    type: 'gauge',
    help: 'Ranges of the topic whose stored rows are not as they were written, known at the last check; 10,000 are as many as it counts.',
    labels: ['topic'],
    isAlarm: true,
  },
  spillway_audit_last_check_timestamp_seconds: {
    type: 'gauge',
    help: 'When the audit store was last held against the log and its own hashes, Unix seconds.',
    labels: [],
    isAlarm: true,
  },
  spillway_build_info: {
    type: 'gauge',
    help: 'Always 1; the version of Spillway that the app runs on is the label.',
    labels: ['version'],
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricsTable;
