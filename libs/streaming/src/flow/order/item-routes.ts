import { ScopeFilter } from '../../retry/order/scope-filter.js';
import type { RoutedRecord } from '../../retry/order/retry-router.js';
import type { RoutingRules } from '../../retry/order/routed-record.js';
import type { FlowItem } from '../item/flow-item.js';
import { routeOf } from './route-of.js';

/** Items as the router counts them, each read once. */
export class ItemRoutes {
  constructor(private readonly rules: RoutingRules) {}

  of(item: FlowItem): RoutedRecord {
    item.route ??= routeOf(item.record, item.copy, { stream: item.stream.index, rules: this.rules });
    return item.route;
  }

  /** Whether surely nothing of its key is among them, nor a copy of it. For most records nobody has to know more. */
  isFree(item: FlowItem, scopes: ScopeFilter): boolean {
    const { key } = item.record;
    if (key === null || item.stream.index > 0 || this.rules.ordering !== 'key') return false;
    if (item.keyHash < 0) item.keyHash = ScopeFilter.hashOf(key);
    return !scopes.mayHold(item.keyHash);
  }

  /** What the item may not overtake. */
  scopeOf(item: FlowItem): string | undefined {
    return this.of(item).scope;
  }
}
