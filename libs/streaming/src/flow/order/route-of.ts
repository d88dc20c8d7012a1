import type { LogRecord } from '../../ports/record.js';
import { routedRecord, type RoutingRules } from '../../retry/order/routed-record.js';
import type { RetryState } from '../../retry/copies/retry-state.js';
import type { RoutedRecord } from '../../retry/order/retry-router.js';

/** A record as the router counts it. What lies in a tier and is not believed keeps its order, but has no origin. */
export function routeOf(
  record: LogRecord,
  copy: RetryState | undefined,
  { stream, rules }: { readonly stream: number; readonly rules: RoutingRules },
): RoutedRecord {
  const routed = routedRecord(record, copy, rules);
  return stream > 0 && copy === undefined ? { ...routed, origin: undefined } : routed;
}
