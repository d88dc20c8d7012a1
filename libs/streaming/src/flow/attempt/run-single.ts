import { failpointSync } from '../../failpoints/failpoint.js';
import type { Outcome } from '../../group/outcome.js';
import type { HandlerBinding, SingleBinding } from '../../group/handler-binding.js';
import { completedAttempt, givenBack, type AttemptResult } from '../item/attempt-result.js';
import type { AttemptParts } from './attempt-parts.js';
import type { FlowItem } from '../item/flow-item.js';
import { isPromise } from '../../concurrency/is-promise.js';
import { resultOfError } from './result-of-error.js';
import { resultOfOutcome } from './result-of-outcome.js';
import { SingleContext } from './single-context.js';

/**
 * Calls a handler with one delivery. Answers at once when the handler does and published nothing; never throws or
 * rejects.
 */
export function runSingle(
  item: FlowItem,
  parts: AttemptParts,
  signal: AbortSignal,
): AttemptResult | Promise<AttemptResult> {
  const binding = item.binding as SingleBinding;
  const context = new SingleContext(item, parts, signal);
  const delivery = item.delivery!;
  try {
    failpointSync('before-handler');
    const { tracing, groupId } = parts;
    const answer = tracing.isOn
      ? tracing.process({ group: groupId, deliveries: [delivery] }, () => binding.handle(delivery, context))
      : binding.handle(delivery, context);
    if (isPromise(answer)) return settle(item, context, answer);
    if (context.isBusy || delivery.hasPublished) return settle(item, context, Promise.resolve(answer));
    delivery.seal();
    return resultOfOutcome(answer, binding.name);
  } catch (error) {
    if (context.isBusy || delivery.hasPublished) return settle(item, context, Promise.reject(error));
    delivery.seal();
    return resultOfError(error, binding, parts.classify);
  }
}

/** An attempt counts, well or not, once all that it published is written. */
async function settle(
  item: FlowItem,
  context: SingleContext,
  answer: PromiseLike<Outcome | void>,
): Promise<AttemptResult> {
  const { parts, scope } = context;
  parts.watch.add(scope);
  try {
    const result = await resultOf(item, context, answer);
    item.delivery!.seal();
    if (isAttempt(result)) await item.delivery!.published();
    return result;
  } catch (error) {
    return scope.isGivenBack ? givenBack : resultOfError(error, item.binding!, parts.classify);
  } finally {
    parts.watch.remove(scope);
  }
}

async function resultOf(
  item: FlowItem,
  context: SingleContext,
  answer: PromiseLike<Outcome | void>,
): Promise<AttemptResult> {
  const { parts, scope } = context;
  const binding = item.binding!;
  const answeredAs = await answered(answer, binding, parts);
  // Who did not wait for its unit of work cannot know how that ends, and nobody can tell whether it did.
  const unwritten = context.isBusy ? await context.unwritten() : undefined;
  const isUnwritten = unwritten !== undefined && answeredAs === completedAttempt;
  const ended = isUnwritten ? resultOfError(unwritten.error, binding, parts.classify) : answeredAs;
  if (context.isMarked) return marked(item, context, ended);
  if (scope.isGivenBack) return givenBack;
  // What came too late may have half happened: it is tried again, in the group's order.
  if (scope.timedOut !== undefined) return resultOfError(scope.timedOut, binding, parts.classify);
  return ended;
}

async function answered(
  answer: PromiseLike<Outcome | void>,
  binding: HandlerBinding,
  { classify }: AttemptParts,
): Promise<AttemptResult> {
  try {
    return resultOfOutcome(await answer, binding.name);
  } catch (error) {
    return resultOfError(error, binding, classify);
  }
}

/** Its unit of work has done the delivery: what else came of it changes nothing, but somebody is to know. */
function marked(
  item: FlowItem,
  { parts, scope, result, isRepeat }: SingleContext,
  ended: AttemptResult,
): AttemptResult {
  const isExpected = isRepeat || scope.isGivenBack;
  if ('error' in ended && !isExpected) parts.late.failed(item.delivery!, item.binding!.name, ended.error);
  return result;
}

/** What its unit of work has marked has waited for that; what is suspended or given back is done anew. */
function isAttempt(result: AttemptResult): boolean {
  return result === completedAttempt || result.type === 'failed' || result.type === 'dead-letter';
}
