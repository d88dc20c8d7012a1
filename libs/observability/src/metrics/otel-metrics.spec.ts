import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messagingLabels, metricsTable, type MetricName } from '@spillway/streaming';
import { prometheusMetrics } from '../prometheus-metrics.js';
import { otelMetricNames } from './otel-metric-names.js';
import { otelMetrics } from './otel-metrics.js';

let exporter: InMemoryMetricExporter;
let provider: MeterProvider;

beforeEach(() => {
  exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const exportIntervalMillis = 3_600_000;
  provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis })] });
  metrics.setGlobalMeterProvider(provider);
});
afterEach(async () => {
  metrics.disable();
  await provider.shutdown();
});

/** What the SDK has of each metric by now, by its name. */
async function exported(): Promise<ReadonlyMap<string, MetricData>> {
  exporter.reset();
  await provider.forceFlush();
  const scopes = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  return new Map(scopes.flatMap((scope) => scope.metrics).map((data) => [data.descriptor.name, data]));
}

const points = ({ dataPoints }: MetricData): readonly unknown[] =>
  dataPoints.map(({ value, attributes }) => ({ value, attributes }));

describe('metrics through OpenTelemetry', () => {
  it('have the names, units and attributes of the conventions', async () => {
    const own = otelMetrics();
    const sending = messagingLabels({ name: 'send', topic: 'retail.orders' });
    own.increment('messaging_client_sent_messages_total', 2, sending);
    own.increment('messaging_client_sent_messages_total', 3, sending);
    const labels = messagingLabels({ name: 'process', topic: 'retail.orders', group: 'inventory' });
    own.observe('messaging_process_duration_seconds', 0.02, labels);
    own.observe('messaging_process_duration_seconds', 20, { ...labels, error_type: 'failed' });
    const data = await exported();
    const sent = data.get('messaging.client.sent.messages')!;
    expect(sent.descriptor).toMatchObject({ unit: '{message}', description: expect.stringContaining('acknowledged') });
    const sentTo = {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.destination.name': 'retail.orders',
    };
    expect(points(sent)).toEqual([{ value: 5, attributes: sentTo }]);
    const duration = data.get('messaging.process.duration')!;
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.destination.name': 'retail.orders',
      'messaging.consumer.group.name': 'inventory',
    };
    const buckets = { boundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };
    expect(duration.descriptor.unit).toBe('s');
    expect(points(duration)).toEqual([
      {
        value: expect.objectContaining({ count: 1, sum: 0.02, buckets: expect.objectContaining(buckets) }),
        attributes,
      },
      { value: expect.objectContaining({ count: 1, sum: 20 }), attributes: { ...attributes, 'error.type': 'failed' } },
    ]);
  });

  it('tell the newest value of a gauge, and drop labels that the table does not name', async () => {
    const own = otelMetrics();
    const labels = { group: 'stock', topic: 'sales', partition: '3', eventId: 'e1' };
    own.set('spillway_consumer_lag_records', 7, labels);
    own.set('spillway_consumer_lag_records', 5, { ...labels, eventId: 'e2' });
    own.set('spillway_breaker_state', 2, { dependency: 'bank' });
    const data = await exported();
    const attributes = {
      'messaging.consumer.group.name': 'stock',
      'messaging.destination.name': 'sales',
      'messaging.destination.partition.id': '3',
    };
    expect(points(data.get('spillway.consumer.lag.records')!)).toEqual([{ value: 5, attributes }]);
    const breaker = { value: 2, attributes: { 'spillway.dependency': 'bank' } };
    expect(points(data.get('spillway.breaker.state')!)).toEqual([breaker]);
  });

  it('reach an SDK that is registered later, and nobody without one', async () => {
    metrics.disable();
    const own = otelMetrics();
    own.increment('spillway_dlq_records_total', 1, { group: 'g', topic: 't', error_class: 'SPW-3001' });
    metrics.setGlobalMeterProvider(provider);
    own.increment('spillway_dlq_records_total', 4, { group: 'g', topic: 't', error_class: 'SPW-3001' });
    const [letters] = points((await exported()).get('spillway.dlq.records')!);
    expect(letters).toMatchObject({ value: 4, attributes: { 'error.type': 'SPW-3001' } });
  });

  it('get what is measured for Prometheus as well, when asked to', async () => {
    const both = prometheusMetrics({ processMetrics: false, also: otelMetrics() });
    both.increment('spillway_dlq_records_total', 1, { group: 'g', topic: 't', error_class: 'SPW-3001' });
    both.set('spillway_outbox_pending_records', 2);
    both.observe('spillway_audit_insert_batch_size', 3);
    const text = await both.render();
    expect(text).toContain('spillway_dlq_records_total{group="g",topic="t",error_class="SPW-3001"} 1');
    expect(text).toContain('spillway_outbox_pending_records 2');
    const names = ['spillway.dlq.records', 'spillway.outbox.pending.records', 'spillway.audit.insert.batch_size'];
    expect([...(await exported()).keys()].toSorted()).toEqual(names.toSorted());
  });

  // As the specification of the Prometheus exporter has it: dots become underscores, units and `total` are added.
  it.each(Object.keys(metricsTable) as MetricName[])('become %s again in an exporter to Prometheus', (metric) => {
    const { name, unit } = otelMetricNames[metric];
    const suffix = { s: '_seconds', By: '_bytes' }[unit] ?? '';
    const total = metricsTable[metric].type === 'counter' ? '_total' : '';
    expect(`${name.replaceAll('.', '_')}${suffix}${total}`).toBe(metric);
  });
});
