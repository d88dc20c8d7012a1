import { createRequire } from 'node:module';
import type { Metrics } from '@spillway/streaming';

const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };

/** Says in the metrics of an app which version of Spillway it runs on; answers them. */
export function tellBuild(metrics: Metrics): Metrics {
  metrics.set('spillway_build_info', 1, { version });
  return metrics;
}
