export { createLogger, type LoggerOptions } from './create-logger.js';
export { logLevel } from './log-level.js';
export { observabilityConfigSchema, type LogLevel, type ObservabilityConfig } from './observability-config.js';
export { otelMetrics } from './metrics/otel-metrics.js';
export { otelMetricNames, type OtelMetricName } from './metrics/otel-metric-names.js';
export { prometheusMetrics, type PrometheusMetrics, type PrometheusMetricsOptions } from './prometheus-metrics.js';
export { otelTracing, type OtelTracingOptions } from './tracing/otel-tracing.js';
