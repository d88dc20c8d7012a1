import type { DeliveryHistory, DeliveryProblem } from './delivery-history.js';
import type { TracedRecord } from './history-index.js';

/**
 * What a transaction with the inbox wrote for an event is there once. Without crash, rebalance or fault, nothing is
 * handled again after it was completed, and nothing is both completed and a dead letter.
 */
export function repeatedWork(traced: readonly TracedRecord[], history: DeliveryHistory): readonly DeliveryProblem[] {
  const effects = [...Map.groupBy(history.effects, ({ identity }) => identity)]
    .filter(([, facts]) => facts.length > 1)
    .map(([identity, facts]) => ({
      rule: 'written once' as const,
      detail: `${facts.length} transactions committed for the event ${identity}`,
    }));
  if (!history.isUndisturbed) return effects;
  return [...effects, ...traced.flatMap(repeats)];
}

function repeats({ name, calls, deadLetters }: TracedRecord): readonly DeliveryProblem[] {
  const completed = calls.filter(({ outcome }) => outcome === 'completed').length;
  if (completed + deadLetters.length <= 1) return [];
  const detail = `${name} was completed ${completed} times and a dead letter ${deadLetters.length} times`;
  return [{ rule: 'no repeats without cause', detail }];
}
