import { isSpillwayError } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { Metrics } from '../ports/metrics.js';
import { messagingLabels, type MessagingOperation } from '../ports/messaging-labels.js';

/** Measures an operation of a client into `messaging_client_operation_duration_seconds`; answers and throws what `run` does. */
export async function timedOperation<T>(
  operation: Omit<MessagingOperation, 'errorType'>,
  { metrics, clock }: { readonly metrics: Metrics; readonly clock: Clock },
  run: () => Promise<T>,
): Promise<T> {
  const beganMs = clock.steadyMs();
  const observe = (errorType?: string): void => {
    const seconds = (clock.steadyMs() - beganMs) / 1_000;
    metrics.observe(
      'messaging_client_operation_duration_seconds',
      seconds,
      messagingLabels({ ...operation, errorType }),
    );
  };
  try {
    const answer = await run();
    observe();
    return answer;
  } catch (error) {
    observe(isSpillwayError(error) ? error.code : '_OTHER');
    throw error;
  }
}
