import type { DeliveryHistory, HandlerCall } from './delivery-history.js';

/**
 * Calls of handlers as they count. A batch in partition order counts as calls one after the other, each beginning where
 * the one before was completed: what stands in it behind one that was not is not handled, whatever was answered.
 */
export function callsInTurn({ calls, topics }: Pick<DeliveryHistory, 'calls' | 'topics'>): readonly HandlerCall[] {
  const inOrder = new Set(topics.filter(({ ordering }) => ordering === 'partition').map(({ topic }) => topic));
  return calls.flatMap((call) => (inOrder.has(call.origin.topic) ? inTurn(call) : [call]));
}

function inTurn(call: HandlerCall): HandlerCall[] {
  const before = call.batch?.slice(0, call.batch.indexOf(call)) ?? [];
  const last = before.at(-1);
  if (last === undefined) return [call];
  return before.every(({ outcome }) => outcome === 'completed') ? [{ ...call, beganAt: last.endedAt! }] : [];
}
