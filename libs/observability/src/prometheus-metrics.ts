import {
  metricsTable,
  type MetricDefinition,
  type MetricLabels,
  type MetricName,
  type Metrics,
} from '@spillway/streaming';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface PrometheusMetricsOptions {
  /** Node's own metrics (memory, event loop, garbage collection). Default: on. */
  readonly processMetrics?: boolean;
  /** Gets every measurement as well: `otelMetrics()`. */
  readonly also?: Metrics;
}

export interface PrometheusMetrics extends Metrics {
  /** The exposition text of all metrics. */
  render(): Promise<string>;
  readonly contentType: string;
}

type Instrument = Counter | Gauge | Histogram;

/**
 * Metrics of the metrics table in a registry of their own, so that two apps in one process do not mix. A label that
 * the table does not name is dropped, a missing one becomes empty: label sets never grow from input.
 */
export function prometheusMetrics(options: PrometheusMetricsOptions = {}): PrometheusMetrics {
  const registry = new Registry();
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry });
  const instruments = new Map<MetricName, Instrument>();
  for (const [name, definition] of Object.entries(metricsTable)) {
    instruments.set(name as MetricName, createInstrument(name, definition, registry));
  }
  const { also } = options;
  return {
    increment: (name, by, labels) => {
      (instruments.get(name) as Counter).inc(fixedLabels(name, labels), by);
      also?.increment(name, by, labels);
    },
    set: (name, value, labels) => {
      (instruments.get(name) as Gauge).set(fixedLabels(name, labels), value);
      also?.set(name, value, labels);
    },
    observe: (name, value, labels) => {
      (instruments.get(name) as Histogram).observe(fixedLabels(name, labels), value);
      also?.observe(name, value, labels);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createInstrument(name: string, definition: MetricDefinition, registry: Registry): Instrument {
  const settings = { name, help: definition.help, labelNames: [...definition.labels], registers: [registry] };
  switch (definition.type) {
    case 'counter':
      return new Counter(settings);
    case 'gauge':
      return new Gauge(settings);
    case 'histogram':
      return new Histogram({ ...settings, ...(definition.buckets ? { buckets: [...definition.buckets] } : {}) });
    default:
      return definition.type satisfies never;
  }
}

function fixedLabels(name: MetricName, labels: MetricLabels = {}): Record<string, string> {
  const fixed: Record<string, string> = {};
  for (const label of metricsTable[name].labels) fixed[label] = labels[label] ?? '';
  return fixed;
}
