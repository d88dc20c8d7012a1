export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

/** Every metric of Spillway, Prometheus names and base units. `docs/reference/metrics.md` is generated from it. */
export const metricsTable = {
  messaging_client_sent_messages_total: {
    type: 'counter',
    help: 'Records acknowledged by all in-sync replicas.',
    labels: ['messaging_destination_name'],
  },
  messaging_client_consumed_messages_total: {
    type: 'counter',
    help: 'Records handed to a group.',
    labels: ['messaging_consumer_group_name', 'messaging_destination_name'],
  },
  messaging_process_duration_seconds: {
    type: 'histogram',
    help: 'Time of one round of a group: decode, handle, store, in seconds.',
    labels: ['messaging_consumer_group_name'],
    buckets: seconds,
  },
  spillway_consumer_lag_records: {
    type: 'gauge',
    help: 'Records between the end of the partition and what the group has done.',
    labels: ['group', 'topic', 'partition'],
  },
  spillway_consumer_last_progress_timestamp_seconds: {
    type: 'gauge',
    help: 'When the group last finished a record, Unix seconds.',
    labels: ['group'],
  },
  spillway_dlq_records_total: {
    type: 'counter',
    help: 'Dead letters parked.',
    labels: ['group', 'topic', 'error_class'],
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
  spillway_build_info: { type: 'gauge', help: 'Always 1; the version is the label.', labels: ['version'] },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricsTable;
