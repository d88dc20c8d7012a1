import type { GroupsAdmin } from './groups-admin.js';
import type { ReadinessRegistry } from '../health/readiness-registry.js';

/** Text exposition of metrics, as `prometheusMetrics()` gives it. */
export interface MetricsPage {
  readonly contentType: string;
  render(): Promise<string>;
}

/** Where probes and metrics come from; asked at each request, because the app they describe is built after them. */
export interface AdminSources {
  readonly readiness: () => ReadinessRegistry;
  readonly metrics: () => MetricsPage;
  readonly groups: () => GroupsAdmin;
}

export const ADMIN_SOURCES = Symbol('ADMIN_SOURCES');
