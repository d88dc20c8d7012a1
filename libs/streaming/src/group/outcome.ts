/** How one delivery ended, as a value. */
export type Outcome =
  | { readonly type: 'completed' }
  | { readonly type: 'retry-later'; readonly reason: string; readonly afterMs?: number }
  | { readonly type: 'dead-letter'; readonly reason: string; readonly cause?: unknown }
  | { readonly type: 'suspend'; readonly dependency: string; readonly forMs?: number }
  | { readonly type: 'behind' };

const done: Outcome = Object.freeze({ type: 'completed' });
const waiting: Outcome = Object.freeze({ type: 'behind' });

export function completed(): Outcome {
  return done;
}

export function retryLater(reason: string, options: { readonly afterMs?: number } = {}): Outcome {
  return { type: 'retry-later', reason, ...options };
}

export function deadLetter(reason: string, cause?: unknown): Outcome {
  return { type: 'dead-letter', reason, cause };
}

export function suspend(dependency: string, options: { readonly forMs?: number } = {}): Outcome {
  return { type: 'suspend', dependency, ...options };
}

/**
 * Of a batch handler in `partition` order: left alone because one before it in the batch was not completed. It is given
 * to the handler again behind that one, as the same attempt.
 */
export function behind(): Outcome {
  return waiting;
}
