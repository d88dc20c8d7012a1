/** What came of one call of a handler for one delivery. */
export type AttemptResult =
  | Completed
  /** To be tried again, at the earliest after `afterMs`. */
  | { readonly type: 'failed'; readonly error: unknown; readonly afterMs?: number }
  /** No further try would help. */
  | { readonly type: 'dead-letter'; readonly error: unknown }
  /** Nothing is wrong with the event: what the handler needs is away. */
  | Suspended
  /** One before it in its call has not ended, and the order is the partition's: it waits for that, and it was no attempt. */
  | { readonly type: 'behind' }
  /** The partition was taken away or the group stops: somebody else's from now on. */
  | { readonly type: 'given-back' };

export interface Suspended {
  readonly type: 'suspend';
  readonly dependency: string;
  readonly forMs?: number;
  readonly error: unknown;
  /** An error code says so, which may be about this event alone; nobody else did. */
  readonly isGuess?: boolean;
}

export interface Completed {
  readonly type: 'completed';
  /** The inbox notes it already, in the transaction of what the handler wrote. */
  readonly isMarked: boolean;
}

export const completedAttempt: Completed = Object.freeze({ type: 'completed', isMarked: false });
export const markedAttempt: Completed = Object.freeze({ type: 'completed', isMarked: true });
export const behindAttempt: AttemptResult = Object.freeze({ type: 'behind' });
export const givenBack: AttemptResult = Object.freeze({ type: 'given-back' });
