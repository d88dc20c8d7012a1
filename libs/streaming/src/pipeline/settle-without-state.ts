import { parkDeadLetters } from './park-dead-letters.js';
import { planStages } from './plan-stages.js';
import { runStage } from './run-stage.js';
import { assertNotAborted, type Settle } from './settle.js';
import type { DeadLetterItem, DeliverItem } from './work-item.js';

/** For groups without state: each handler call counts by itself, so that a later failure repeats nothing before it. */
export const settleWithoutState: Settle = async (items, context) => {
  const parked = items.filter((item): item is DeadLetterItem => item.type === 'dead-letter');
  await parkDeadLetters(parked, context);
  context.onSettled(items.flatMap((item) => (item.type === 'deliver' ? [] : [item.record])));
  const deliveries = items.filter((item): item is DeliverItem => item.type === 'deliver');
  for (const stage of planStages(deliveries, context.group)) {
    assertNotAborted(context.signal);
    const records = stage.items.map((item) => item.record);
    context.onAttempt(records);
    const given = await runStage(stage, { transaction: undefined, signal: context.signal });
    await parkDeadLetters(given, context);
    context.onSettled(records);
  }
};
