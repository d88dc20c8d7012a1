import type { FastifyReply } from 'fastify';

/** Fires when the client has gone before its answer was written, so that nobody works for nobody. */
export function leaveSignal(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}
