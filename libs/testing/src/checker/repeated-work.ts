import type { DeliveryHistory, DeliveryProblem } from './delivery-history.js';
import type { TracedRecord } from './history-index.js';

/**
 * What a transaction with the inbox wrote for an event is there once, and once more for each time it was sent back. Without
 * crash, rebalance or fault, nothing is handled again after it was completed, and nothing is both completed and a dead letter
 * but what was sent back.
 */
export function repeatedWork(traced: readonly TracedRecord[], history: DeliveryHistory): readonly DeliveryProblem[] {
  const sentBack = sentBackTimes(traced);
  const effects = [...Map.groupBy(history.effects, ({ identity }) => identity)]
    .filter(([identity, facts]) => facts.length > 1 + (sentBack.get(identity) ?? 0))
    .map(([identity, facts]) => ({
      rule: 'written once' as const,
      detail: `${facts.length} transactions committed for the event ${identity}`,
    }));
  if (!history.isUndisturbed) return effects;
  return [...effects, ...traced.flatMap(repeats)];
}

function repeats({ name, calls, copies, deadLetters }: TracedRecord): readonly DeliveryProblem[] {
  const completed = calls.filter(({ outcome }) => outcome === 'completed').length;
  const times = 1 + copies.filter(({ isSentBack }) => isSentBack).length;
  if (completed + deadLetters.length <= times) return [];
  const detail = `${name} was completed ${completed} times and a dead letter ${deadLetters.length} times`;
  return [{ rule: 'no repeats without cause', detail }];
}

/** By the identity of the event. */
function sentBackTimes(traced: readonly TracedRecord[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { record, calls, copies } of traced) {
    const identity = record.identity ?? calls[0]?.identity;
    const count = copies.filter(({ isSentBack }) => isSentBack).length;
    if (identity !== undefined && count > 0) times.set(identity, (times.get(identity) ?? 0) + count);
  }
  return times;
}
