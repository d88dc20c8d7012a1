import {
  createNoopMeter,
  metrics,
  type Counter,
  type Gauge,
  type Histogram,
  type Meter,
  type MeterProvider,
} from '@opentelemetry/api';
import { metricsTable, type MetricDefinition, type MetricName, type Metrics } from '@spillway/streaming';
import { otelAttributes } from './otel-attributes.js';
import { otelMetricNames } from './otel-metric-names.js';

type Instruments = ReadonlyMap<MetricName, Counter | Gauge | Histogram>;

const scope = '@spillway/observability';

/**
 * The metrics table through the OpenTelemetry API alone: whatever SDK the process registers gets the measurements from
 * then on, under the names of its conventions for messaging. Without one nothing is measured.
 */
export function otelMetrics(): Metrics {
  let known: MeterProvider | undefined;
  let instruments: Instruments | undefined;
  const instrument = <T>(name: MetricName): T | undefined => {
    const provider = metrics.getMeterProvider();
    // Instruments of before the SDK was registered would stay without effect.
    if (provider !== known) {
      known = provider;
      instruments = createInstruments(provider.getMeter(scope));
    }
    return instruments?.get(name) as T | undefined;
  };
  return {
    increment: (name, by, labels) => {
      instrument<Counter>(name)?.add(by, otelAttributes(metricsTable[name].labels, labels));
    },
    set: (name, value, labels) => {
      instrument<Gauge>(name)?.record(value, otelAttributes(metricsTable[name].labels, labels));
    },
    observe: (name, value, labels) => {
      instrument<Histogram>(name)?.record(value, otelAttributes(metricsTable[name].labels, labels));
    },
  };
}

/** @returns undefined without an SDK */
function createInstruments(meter: Meter): Instruments | undefined {
  if (meter === createNoopMeter()) return undefined;
  const entries = Object.entries(metricsTable) as [MetricName, MetricDefinition][];
  return new Map(entries.map(([name, definition]) => [name, createInstrument(meter, name, definition)]));
}

function createInstrument(
  meter: Meter,
  metric: MetricName,
  { type, help, buckets }: MetricDefinition,
): Counter | Gauge | Histogram {
  const { name, unit } = otelMetricNames[metric];
  const options = { description: help, unit };
  switch (type) {
    case 'counter':
      return meter.createCounter(name, options);
    case 'gauge':
      return meter.createGauge(name, options);
    case 'histogram':
      return meter.createHistogram(name, {
        ...options,
        ...(buckets ? { advice: { explicitBucketBoundaries: [...buckets] } } : {}),
      });
    default:
      return type satisfies never;
  }
}
