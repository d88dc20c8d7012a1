/** How one delivery ended, as a value. */
export type Outcome =
  | { readonly type: 'completed' }
  | { readonly type: 'retry-later'; readonly reason: string; readonly afterMs?: number }
  | { readonly type: 'dead-letter'; readonly reason: string; readonly cause?: unknown }
  | { readonly type: 'suspend'; readonly dependency: string; readonly forMs?: number };

const done: Outcome = Object.freeze({ type: 'completed' });

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
