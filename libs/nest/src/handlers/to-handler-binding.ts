import {
  type BatchHandlerContext,
  type Delivery,
  type HandlerBinding,
  type HandlerContext,
  type Outcome,
} from '@spillway/streaming';
import { isObservable } from 'rxjs';
import { SpillwayContext, type CallContext } from '../context/spillway-context.js';
import { EnhancedCall } from '../enhancers/enhanced-call.js';
import type { EnhancerFinder } from '../enhancers/enhancer-finder.js';
import { isBare } from '../enhancers/enhancers.js';
import { settle } from '../enhancers/settle.js';
import { isOutcome } from './is-outcome.js';
import type { RegisteredHandler } from './registered-handler.js';

type Answer<T> = T | void | Promise<T | void>;
type SingleCall = (delivery: Delivery, context: HandlerContext) => Answer<Outcome>;
type BatchCall = (deliveries: readonly Delivery[], context: BatchHandlerContext) => Answer<readonly Outcome[]>;
type Method = (...args: unknown[]) => unknown;

/** How the engine calls a handler: straight when Nest has nothing to put around it, else through Nest's pipeline. */
export function toHandlerBinding(handler: RegisteredHandler, enhancers: EnhancerFinder): HandlerBinding {
  const { name, definitions, options } = handler;
  const { timeoutMs, dependencies } = options;
  const named = { name, definitions, timeoutMs, dependencies };
  return handler.kind === 'batch'
    ? { ...named, kind: 'batch', handleBatch: batchCall(handler, enhancers) }
    : { ...named, kind: 'single', handle: singleCall(handler, enhancers) };
}

function singleCall(handler: RegisteredHandler, finder: EnhancerFinder): SingleCall {
  const { instance, isPlain } = handler;
  const method = handler.method as Method;
  const enhancers = finder.find(handler);
  if (isBare(enhancers) && !isPlain) {
    return (delivery, context) => settled(method.call(instance, delivery.event, delivery, context), context);
  }
  const call = new EnhancedCall(handler, enhancers);
  return async (delivery, context) => {
    const nestContext = new SpillwayContext([[delivery], context]);
    const args = isPlain ? [delivery.event, nestContext] : [delivery.event, delivery, context];
    const answer = await call.run(args, nestContext);
    // Nest ignores what a plain event handler returns, so only an outcome counts as one.
    return isPlain && !isOutcome(answer) ? undefined : (answer as Outcome | undefined);
  };
}

function batchCall(handler: RegisteredHandler, finder: EnhancerFinder): BatchCall {
  const method = handler.method as Method;
  const enhancers = finder.find(handler);
  if (isBare(enhancers)) {
    return (deliveries, context) => settled(method.call(handler.instance, deliveries, context), context);
  }
  const call = new EnhancedCall(handler, enhancers);
  return (deliveries, context) =>
    call.run([deliveries, context], new SpillwayContext([deliveries, context])) as Promise<readonly Outcome[] | void>;
}

/** Promises and plain values go on as they are: the engine awaits only what is a promise, and judges what is no outcome. */
function settled<T>(answer: unknown, { signal }: CallContext): Answer<T> {
  return (isObservable(answer) ? settle(answer, signal) : answer) as Answer<T>;
}
