import type { Outcome } from '../../group/outcome.js';
import { completedAttempt, type AttemptResult } from '../item/attempt-result.js';
import { answerError } from './answer-error.js';

/** What a handler's answer means. Anything that is no outcome is the handler's failure. */
export function resultOfOutcome(outcome: Outcome | void | undefined | null, handler: string): AttemptResult {
  if (outcome === undefined || outcome === null) return completedAttempt;
  switch (outcome.type) {
    case 'completed':
      return completedAttempt;
    case 'retry-later':
      return { type: 'failed', error: answerError('SPW-5003', outcome.reason), afterMs: outcome.afterMs };
    case 'dead-letter':
      return { type: 'dead-letter', error: answerError('SPW-5003', outcome.reason, outcome.cause) };
    case 'suspend': {
      const { dependency, forMs } = outcome;
      const error = answerError('SPW-5006', `${handler} waits for ${dependency}`);
      return { type: 'suspend', dependency, forMs, error };
    }
    case 'behind':
      return {
        type: 'failed',
        error: answerError('SPW-5007', `${handler} answered that a delivery waits behind another, and it does not`),
      };
    default:
      outcome satisfies never;
      return {
        type: 'failed',
        error: answerError('SPW-5007', `${handler} answered something that is no outcome`),
      };
  }
}
