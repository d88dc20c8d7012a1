/** A handler threw or asked for another try: the one kind of error for which single events are to blame. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';

  constructor(
    readonly handler: string,
    cause: unknown,
    /** How long the handler wants to wait before it is called again. */
    readonly retryAfterMs = 0,
  ) {
    super(`${handler} failed`, { cause });
  }
}
