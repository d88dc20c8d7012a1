import type { Attributes } from '@opentelemetry/api';
import type { MetricLabels } from '@spillway/streaming';
import { otelNames } from '../tracing/otel-names.js';

/** Labels of the metrics table whose attribute has a name in the conventions; all others are ours. */
const conventional: Readonly<Record<string, string | undefined>> = {
  messaging_system: otelNames.system,
  messaging_operation_name: otelNames.operationName,
  messaging_destination_name: otelNames.destination,
  messaging_consumer_group_name: otelNames.group,
  error_type: otelNames.errorType,
  error_class: otelNames.errorType,
  group: otelNames.group,
  topic: otelNames.destination,
  partition: otelNames.partition,
};

/** The labels that a metric has by the table, as attributes. An empty one says nothing and is left out. */
export function otelAttributes(names: readonly string[], labels: MetricLabels = {}): Attributes {
  const attributes: Attributes = {};
  for (const name of names) {
    const value = labels[name];
    if (value !== undefined && value !== '') attributes[conventional[name] ?? `spillway.${name}`] = value;
  }
  return attributes;
}
