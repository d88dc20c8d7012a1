import { SpillwayError } from '@spillway/events';
import type { FastifyRequest } from 'fastify';

const secretParameter =
  /^(?:x[-_]?)?(?:api[-_]?key|apikey|(?:access|id|refresh|auth|bearer|session)?[-_]?token|password|passwd|pwd|(?:client[-_]?)?secret|authorization|signature)$/i;

/**
 * Checks every request before anything else looks at it.
 *
 * @throws SpillwayError `SPW-4000` header or address that is not ASCII · `SPW-4011` a credential in the query string
 */
export function checkRequest(request: FastifyRequest): void {
  const { rawHeaders, url = '', httpVersion } = request.raw;
  const hosts = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;
  if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0')) {
    throw new SpillwayError('SPW-4000', 'The request must have exactly one Host header');
  }
  if (!isPrintableAscii(url)) throw new SpillwayError('SPW-4000', 'The address holds characters that must be escaped');
  for (const text of rawHeaders) {
    if (!isPrintableAscii(text)) throw new SpillwayError('SPW-4000', 'A header holds characters outside ASCII');
  }
  const queryStart = url.indexOf('?');
  if (queryStart >= 0) refuseSecrets(url.slice(queryStart + 1));
}

function refuseSecrets(query: string): void {
  for (const name of new URLSearchParams(query).keys()) {
    if (!secretParameter.test(name)) continue;
    throw new SpillwayError('SPW-4011', 'A query parameter has the name of a credential', {
      context: { parameter: name },
    });
  }
}

/** Tab is legal white space inside header values. */
function isPrintableAscii(text: string): boolean {
  return /^[\t\u0020-\u007e]*$/.test(text);
}
