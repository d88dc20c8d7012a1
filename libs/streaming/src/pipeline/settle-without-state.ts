import { parkDeadLetters } from './park-dead-letters.js';
import { planStages } from './plan-stages.js';
import { runStage } from './run-stage.js';
import { assertNotAborted, type Settle, type SettleContext } from './settle.js';
import type { RoundMemory } from './round-memory.js';
import type { DeadLetterItem, DeliverItem, WorkItem } from './work-item.js';

/**
 * For groups without state: each handler call counts by itself, and what is done is remembered until its round is, so
 * that a failure repeats nothing before it.
 */
export function settleWithoutState(settled: RoundMemory): Settle {
  return async (items, context) => {
    try {
      await settleOpen(
        items.filter((item) => !settled.has(item.record)),
        settled,
        context,
      );
    } catch (error) {
      settled.keep();
      throw error;
    }
  };
}

async function settleOpen(open: readonly WorkItem[], settled: RoundMemory, context: SettleContext): Promise<void> {
  const deliveries: DeliverItem[] = [];
  const others: Exclude<WorkItem, DeliverItem>[] = [];
  for (const item of open) {
    if (item.type === 'deliver') deliveries.push(item);
    else others.push(item);
  }
  const poison = others.filter((item): item is DeadLetterItem => item.type === 'dead-letter');
  await parkDeadLetters(poison, context);
  settled.add(others.map((item) => item.record));
  for (const stage of planStages(deliveries, context.group)) {
    assertNotAborted(context.signal);
    const records = stage.items.map((item) => item.record);
    context.onAttempt(records);
    const given = await runStage(stage, { transaction: undefined, signal: context.signal });
    await parkDeadLetters(given, context);
    settled.add(records);
  }
}
