import type { LogRecord } from '../ports/record.js';
import { parkDeadLetters } from './park-dead-letters.js';
import { planStages } from './plan-stages.js';
import { runStage } from './run-stage.js';
import { assertNotAborted, type Settle } from './settle.js';
import type { DeadLetterItem, DeliverItem } from './work-item.js';

/**
 * For groups without state: each handler call counts by itself, and what is done is remembered as long as its records
 * are, so that a failure repeats nothing before it.
 */
export function settleWithoutState(): Settle {
  const settled = new WeakSet<LogRecord>();
  return async (items, context) => {
    const open = items.filter((item) => !settled.has(item.record));
    const poison = open.filter((item): item is DeadLetterItem => item.type === 'dead-letter');
    await parkDeadLetters(poison, context);
    for (const { type, record } of open) if (type !== 'deliver') settled.add(record);
    const deliveries = open.filter((item): item is DeliverItem => item.type === 'deliver');
    for (const stage of planStages(deliveries, context.group)) {
      assertNotAborted(context.signal);
      const records = stage.items.map((item) => item.record);
      context.onAttempt(records);
      const given = await runStage(stage, { transaction: undefined, signal: context.signal });
      await parkDeadLetters(given, context);
      for (const record of records) settled.add(record);
    }
  };
}
