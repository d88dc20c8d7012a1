import type { MetricName } from './metrics-table.js';

export type MetricLabels = Readonly<Record<string, string>>;

/** Where measurements go. Label sets are fixed by the metrics table; values never come from input. */
export interface Metrics {
  /** Counters. */
  increment(name: MetricName, by: number, labels?: MetricLabels): void;
  /** Gauges. */
  set(name: MetricName, value: number, labels?: MetricLabels): void;
  /** Histograms, in the metric's base unit. */
  observe(name: MetricName, value: number, labels?: MetricLabels): void;
}

/** Off means free. */
export const noMetrics: Metrics = { increment() {}, set() {}, observe() {} };
