import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** The part of a reply that tells whether the client is still there. */
export interface RawReply {
  readonly raw: ServerResponse;
  getHeaders(): OutgoingHttpHeaders;
  /** From here on the answer is written to `raw`. */
  hijack(): unknown;
}

/** The part of a reply that takes status and headers, for answers that are no JSON. */
export interface RawBytesReply extends Pick<RawReply, 'raw'> {
  header(name: string, value: string): unknown;
  status(code: number): unknown;
}

/** Fires when the client has gone before its answer was written, so that nobody works for nobody. */
export function leaveSignal(reply: Pick<RawReply, 'raw'>): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}
