import type { FastifyReply, FastifyRequest } from 'fastify';

const api = "default-src 'none'; frame-ancestors 'none'";
/** The documentation page brings its own scripts and inline styles. */
const docs = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** Headers that keep a browser from doing anything with an answer but showing it. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const isDocs = /^\/docs(?:[/?]|$)/.test(request.url);
  void reply.headers({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': isDocs ? docs : api,
    'cache-control': 'no-store',
  });
}
