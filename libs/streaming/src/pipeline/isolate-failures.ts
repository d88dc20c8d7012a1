import type { Clock } from '../ports/clock.js';
import { backOffMs, type BackOff } from '../runtime/back-off.js';
import { classifyError } from './classify-error.js';
import { HandlerError } from './handler-error.js';
import { toDeadLetter } from './run-stage.js';
import { assertNotAborted, type Settle, type SettleContext } from './settle.js';
import type { WorkItem } from './work-item.js';

export interface InPlaceRetry extends BackOff {
  /** Tries after the first one before an event is given up. */
  readonly retries: number;
}

/**
 * Settles items so that one failing event never holds the others: a failing call is cut in halves down to the event
 * that fails alone; that one is tried again in place and then parked with its cause. Log order is kept throughout.
 * A dependency that is away is no event's fault: it rejects, and the round waits.
 */
export function isolateFailures(settle: Settle, retry: InPlaceRetry): Settle {
  const isolate: Settle = async (items, context) => {
    const failure = await trySettle(settle, items, context);
    if (failure === undefined) return;
    if (items.length > 1) {
      const middle = Math.ceil(items.length / 2);
      await isolate(items.slice(0, middle), context);
      await isolate(items.slice(middle), context);
      return;
    }
    await retryAlone(settle, retry, { item: items[0]!, context, failure });
  };
  return isolate;
}

interface Failing {
  readonly item: WorkItem;
  readonly context: SettleContext;
  readonly failure: Failure;
}

/** Boxed, because anything can be thrown, undefined too. */
interface Failure {
  readonly error: unknown;
}

async function retryAlone(settle: Settle, retry: InPlaceRetry, { item, context, failure }: Failing): Promise<void> {
  let lastError = failure.error;
  for (let attempt = 1; attempt <= retry.retries; attempt++) {
    await waitBefore(attempt, lastError, retry, context);
    const again = await trySettle(settle, [item], context);
    if (again === undefined) return;
    lastError = again.error;
  }
  const cause = lastError instanceof HandlerError ? lastError.cause : lastError;
  await settle([item.type === 'deliver' ? toDeadLetter(item, cause) : item], context);
}

async function waitBefore(
  attempt: number,
  error: unknown,
  retry: InPlaceRetry,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const wantedMs = error instanceof HandlerError ? error.retryAfterMs : 0;
  const delayMs = Math.max(backOffMs(attempt, retry), Math.min(wantedMs, retry.maxMs));
  await clock.sleep(delayMs, signal);
  assertNotAborted(signal);
}

/** Answers a failure for which a single event may be to blame; any other is thrown. */
async function trySettle(
  settle: Settle,
  items: readonly WorkItem[],
  context: SettleContext,
): Promise<Failure | undefined> {
  let attempted = false;
  const onAttempt: SettleContext['onAttempt'] = (records) => {
    attempted = true;
    context.onAttempt(records);
  };
  try {
    await settle(items, { ...context, onAttempt });
    return undefined;
  } catch (error) {
    assertNotAborted(context.signal);
    const cause = error instanceof HandlerError ? error.cause : error;
    // Before any handler ran it is our own store or log that fails, never an event.
    if (!attempted || classifyError(cause).isDependency) throw cause;
    return { error };
  }
}
