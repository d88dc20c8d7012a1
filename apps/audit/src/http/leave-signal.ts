import type { ServerResponse } from 'node:http';

/** The part of a reply that tells whether the client is still there. */
export interface RawReply {
  readonly raw: ServerResponse;
}

/** Fires when the client has gone before its answer was written, so that nobody works for nobody. */
export function leaveSignal(reply: RawReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}
