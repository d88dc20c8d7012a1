import type { GroupDefinition } from '../group/group-definition.js';
import { partitionKey } from '../ports/partition-key.js';
import type { HandlerBinding } from './handler-binding.js';
import type { DeliverItem } from './work-item.js';

/** One call of one handler. */
export interface Stage {
  readonly binding: HandlerBinding;
  readonly items: DeliverItem[];
}

/**
 * Groups deliveries into as few handler calls as the order wanted by the group allows: within a key (or a partition)
 * every event is in a later call than the events before it, or behind them in the same call.
 */
export function planStages(items: readonly DeliverItem[], group: GroupDefinition): Stage[] {
  const binding = items[0]?.binding;
  if (binding === undefined) return [];
  // One handler for all is one call in log order, which keeps every order there is.
  if (items.every((item) => item.binding === binding)) return [{ binding, items: [...items] }];
  const stages: Stage[] = [];
  const earliestStages = new Map<string, number>();
  for (const item of items) {
    const scope = orderScope(item, group);
    const earliest = scope === undefined ? 0 : (earliestStages.get(scope) ?? 0);
    let index = earliest;
    while (index < stages.length && stages[index]!.binding !== item.binding) index++;
    if (index === stages.length) stages.push({ binding: item.binding, items: [] });
    stages[index]!.items.push(item);
    if (scope !== undefined) earliestStages.set(scope, index);
  }
  return stages;
}

/** Events of one scope keep their order; undefined for one that may be handled at any time. */
function orderScope({ record, delivery }: DeliverItem, group: GroupDefinition): string | undefined {
  const ordering = group.topics[record.topic]?.ordering ?? 'partition';
  if (ordering === 'none') return undefined;
  if (ordering === 'partition') return partitionKey(record);
  return delivery.key === null ? undefined : `${partitionKey(record)}/${delivery.key}`;
}
