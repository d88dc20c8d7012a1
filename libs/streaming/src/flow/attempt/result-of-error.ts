import { isSpillwayError } from '@spillway/events';
import type { Outcome } from '../../group/outcome.js';
import { classifyError } from '../../errors/classify-error.js';
import type { HandlerBinding } from '../../group/handler-binding.js';
import type { AttemptResult } from '../item/attempt-result.js';
import { outOfTime } from '../item/out-of-time.js';
import { resultOfOutcome } from './result-of-outcome.js';

/** The breaker of our own database, apart from those that handlers name. */
export const stateDependency = 'state-store';
export const registryDependency = 'schema-registry';
export const logDependency = 'kafka';

/** Codes about one call of a handler (failed, answered nonsense, ran out of time); all others would say the same again. */
const ofOneCall: ReadonlySet<string> = new Set(['SPW-5003', 'SPW-5007', outOfTime]);

/**
 * What a thrown error means: own rules first, then the table. A dependency that is away suspends; an error of ours that
 * says that waiting does not help (a contract that does not fit, a denied guard) is a dead letter at once; any other is
 * tried again. Total: never throws, whatever was thrown.
 */
export function resultOfError(
  error: unknown,
  binding: Pick<HandlerBinding, 'name' | 'dependencies'>,
  classify?: (error: unknown) => Outcome | undefined,
): AttemptResult {
  const own = askOwnRules(error, classify);
  if (own !== undefined) return withCause(resultOfOutcome(own, binding.name), error);
  if (classifyError(error).isDependency) {
    return { type: 'suspend', dependency: dependencyOf(error, binding), error, isGuess: !isSpillwayError(error) };
  }
  if (isSpillwayError(error) && !ofOneCall.has(error.code)) return { type: 'dead-letter', error };
  return { type: 'failed', error };
}

function askOwnRules(error: unknown, classify?: (error: unknown) => Outcome | undefined): Outcome | undefined {
  try {
    return classify?.(error);
  } catch {
    // A rule that throws says nothing about the event.
    return undefined;
  }
}

function withCause(result: AttemptResult, error: unknown): AttemptResult {
  return 'error' in result ? { ...result, error } : result;
}

/** Errors of our own parts name them; others are put to what the handler depends on. */
function dependencyOf(error: unknown, { name, dependencies }: Pick<HandlerBinding, 'name' | 'dependencies'>): string {
  if (isSpillwayError(error)) {
    if (error.code.startsWith('SPW-3')) return registryDependency;
    if (error.code.startsWith('SPW-6')) return stateDependency;
    if (error.code.startsWith('SPW-1')) return logDependency;
  }
  return dependencies?.[0] ?? `handler ${name}`;
}
