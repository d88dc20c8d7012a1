import { SpillwayError } from '@spillway/events';
import type { HandlerContext } from '../group/delivery.js';
import type { Outcome } from '../group/outcome.js';
import { HandlerError } from './handler-error.js';
import type { Stage } from './plan-stages.js';
import type { DeadLetterItem, DeliverItem } from './work-item.js';

/**
 * Calls one handler and reads its outcomes.
 *
 * @returns the deliveries it gave up, as dead letters; all others are completed
 * @throws HandlerError when it threw, answered nonsense, or wants a delivery retried
 * @throws SpillwayError `SPW-5006` when it waits for a dependency
 */
export async function runStage(stage: Stage, context: HandlerContext): Promise<readonly DeadLetterItem[]> {
  const { binding, items } = stage;
  const outcomes = await callHandler(stage, context);
  if (outcomes === undefined) return [];
  if (!Array.isArray(outcomes) || outcomes.length !== items.length) {
    const detail = `${binding.name} got ${items.length} deliveries and answered ${(outcomes as readonly unknown[]).length ?? 'no list of'} outcomes`;
    throw new HandlerError(binding.name, new SpillwayError('SPW-5007', detail));
  }
  return items.flatMap((item, index) => given(item, outcomes[index] as Outcome | undefined));
}

async function callHandler(
  { binding, items }: Stage,
  context: HandlerContext,
): Promise<readonly Outcome[] | undefined> {
  try {
    const answer = await binding.handleBatch(
      items.map((item) => item.delivery),
      context,
    );
    return answer ?? undefined;
  } catch (error) {
    throw new HandlerError(binding.name, error);
  }
}

function given(item: DeliverItem, outcome: Outcome | undefined): readonly DeadLetterItem[] {
  const { name } = item.binding;
  switch (outcome?.type) {
    case undefined:
    case 'completed':
      return [];
    case 'dead-letter':
      return [toDeadLetter(item, new SpillwayError('SPW-5003', outcome.reason, { cause: outcome.cause }))];
    case 'retry-later':
      throw new HandlerError(
        name,
        new SpillwayError('SPW-5003', `gave up after retries: ${outcome.reason}`),
        outcome.afterMs,
      );
    case 'suspend':
      throw new SpillwayError('SPW-5006', `${name} waits for ${outcome.dependency}`);
    default:
      outcome satisfies never;
      throw new HandlerError(name, new SpillwayError('SPW-5007', `${name} answered something that is no outcome`));
  }
}

export function toDeadLetter(item: DeliverItem, cause: unknown): DeadLetterItem {
  return { type: 'dead-letter', record: item.record, identity: item.identity, cause, handler: item.binding.name };
}
