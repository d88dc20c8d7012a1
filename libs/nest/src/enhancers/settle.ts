import { isObservable, type Observable } from 'rxjs';

/**
 * The value of whatever a handler or an enhancer answered: itself, what its promise resolves with, or the last value of
 * its Observable (undefined when it completes without one).
 *
 * @param signal unsubscribes from an Observable and rejects with the signal's reason
 */
export async function settle(answer: unknown, signal?: AbortSignal): Promise<unknown> {
  const value = await answer;
  return isObservable(value) ? lastValue(value, signal) : value;
}

function lastValue(source: Observable<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let last: unknown;
    const giveUp = (): void => {
      subscription.unsubscribe();
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason belongs to whoever aborted
      reject(signal?.reason);
    };
    const subscription = source.subscribe({
      next: (value) => (last = value),
      error: (error: unknown) => {
        signal?.removeEventListener('abort', giveUp);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- handlers throw what they like
        reject(error);
      },
      complete: () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(last);
      },
    });
    if (signal?.aborted === true) giveUp();
    else if (!subscription.closed) signal?.addEventListener('abort', giveUp, { once: true });
  });
}
