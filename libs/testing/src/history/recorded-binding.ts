import { isSpillwayError } from '@spillway/events';
import type {
  BatchBinding,
  BatchHandlerContext,
  Delivery,
  HandlerBinding,
  HandlerContext,
  Outcome,
  SingleBinding,
} from '@spillway/streaming';
import type { FollowUpFact, HandlerCall } from '../checker/delivery-history.js';
import { MemoryTransaction } from '../state/memory-transaction.js';

/** Who wants to know of calls. */
export interface CallWatcher {
  /** May throw: then the handler is not called. */
  begin(delivery: Delivery, binding: HandlerBinding): HandlerCall;
  /** Throws when something the handler depends on is away. */
  check(binding: HandlerBinding): void;
  end(call: HandlerCall, outcome: string): void;
  /** What the handler wrote for the event has committed. */
  effect(call: HandlerCall): void;
}

/** A handler whose calls, answers and committed transactions are told to the watcher; otherwise as it is. */
export function recordedBinding(binding: HandlerBinding, watcher: CallWatcher): HandlerBinding {
  return binding.kind === 'single' ? recordedSingle(binding, watcher) : recordedBatch(binding, watcher);
}

function recordedSingle(binding: SingleBinding, watcher: CallWatcher): SingleBinding {
  return {
    ...binding,
    handle: (delivery, context) => {
      const call = watcher.begin(delivery, binding);
      const unit: BegunUnit = { ending: undefined };
      const failed = (error: unknown): void => watcher.end(call, failureText(error));
      return watched(
        () => {
          watcher.check(binding);
          return binding.handle(publishing(delivery, call), effectful(context, { call, watcher, unit }));
        },
        (outcome, isLater) => {
          const text = textOf(outcome, isLater && context.signal.aborted);
          // Who has begun a unit of work has completed once that has committed.
          if (text !== 'completed' || unit.ending === undefined) return watcher.end(call, text);
          unit.ending.then(() => watcher.end(call, text), failed);
        },
        failed,
      );
    },
  };
}

function recordedBatch(binding: BatchBinding, watcher: CallWatcher): BatchBinding {
  return {
    ...binding,
    handleBatch: (deliveries, context) => {
      const calls = deliveries.map((delivery) => watcher.begin(delivery, binding));
      for (const call of calls) call.batch = calls;
      let outcomes: readonly Outcome[] | void = undefined;
      noteEffects(context, () => {
        for (const [index, call] of calls.entries()) if (isCompleted(outcomes?.[index])) watcher.effect(call);
      });
      return watched(
        () => {
          watcher.check(binding);
          return binding.handleBatch(
            deliveries.map((delivery, index) => publishing(delivery, calls[index]!)),
            context,
          );
        },
        (answer, isLater) => {
          outcomes = answer;
          const isTooLate = isLater && context.signal.aborted;
          for (const [index, call] of calls.entries()) watcher.end(call, textOf(answer?.[index], isTooLate));
        },
        (error) => {
          for (const call of calls) watcher.end(call, failureText(error));
        },
      );
    },
  };
}

/** Answers at once when the handler does. */
function watched<T>(
  handle: () => T | Promise<T>,
  ended: (answer: T, isLater: boolean) => void,
  failed: (error: unknown) => void,
) {
  const note = (answer: T, isLater: boolean): T => {
    ended(answer, isLater);
    return answer;
  };
  const fail = (error: unknown): never => {
    failed(error);
    throw error;
  };
  try {
    const answer = handle();
    return answer instanceof Promise ? answer.then((later) => note(later, true), fail) : note(answer, false);
  } catch (error) {
    return fail(error);
  }
}

/** The same delivery; what is published for it is noted. */
function publishing(delivery: Delivery, { followUps }: HandlerCall): Delivery {
  const publish: Delivery['publish'] = (definition, payload, attributes) => {
    const fact: FollowUpFact = { topic: definition.topic, told: 'nothing yet' };
    followUps?.push(fact);
    const event = delivery.publish(definition, payload, attributes);
    event.then(
      () => (fact.told = 'written'),
      (error: unknown) => (fact.told = isSpillwayError(error, 'SPW-5032') ? 'too late' : 'failed'),
    );
    return event;
  };
  return Object.create(delivery, { publish: { value: publish } }) as Delivery;
}

interface BegunUnit {
  /** Undefined while none was begun. */
  ending: Promise<unknown> | undefined;
}

interface UnitParts {
  readonly call: HandlerCall;
  readonly watcher: CallWatcher;
  readonly unit: BegunUnit;
}

function effectful(context: HandlerContext, { call, watcher, unit }: UnitParts): HandlerContext {
  return {
    get signal() {
      return context.signal;
    },
    unitOfWork: (work) => {
      const ending = context.unitOfWork((transaction) => {
        if (transaction instanceof MemoryTransaction) transaction.onCommit(() => watcher.effect(call));
        return work(transaction);
      });
      unit.ending ??= ending;
      return ending;
    },
  };
}

function noteEffects({ transaction }: BatchHandlerContext, effect: () => void): void {
  if (transaction instanceof MemoryTransaction) transaction.onCommit(effect);
}

function isCompleted(outcome: Outcome | void): boolean {
  return outcome === undefined || outcome === null || outcome.type === 'completed';
}

/** Who completes after its time, or after its partition was lost, is asked again. */
function textOf(outcome: Outcome | void, isTooLate: boolean): string {
  if (isCompleted(outcome)) return isTooLate ? 'completed too late' : 'completed';
  const { type, ...more } = outcome as Outcome;
  return 'reason' in more ? `${type}: ${more.reason}` : type;
}

function failureText(error: unknown): string {
  // Anything can be thrown, also what cannot be shown.
  try {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  } catch {
    return 'failed';
  }
}
