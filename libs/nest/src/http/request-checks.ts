import { SpillwayError } from '@spillway/events';
import type { FastifyRequest } from 'fastify';

const secretParameter =
  /^(?:x[-_]?)?(?:api[-_]?key|apikey|(?:access|id|refresh|auth|bearer|session)?[-_]?token|password|passwd|pwd|(?:client[-_]?)?secret|authorization|signature)$/i;

/**
 * Checks every request before anything else looks at it.
 *
 * @throws SpillwayError `SPW-4000` header or address that is ambiguous or not ASCII · `SPW-4010` a query that cannot be
 *   decoded · `SPW-4011` a credential in the query string
 */
export function checkRequest(request: FastifyRequest): void {
  const { rawHeaders, headers, url = '', httpVersion } = request.raw;
  const hosts = count(rawHeaders, 'host');
  if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0')) {
    throw new SpillwayError('SPW-4000', 'The request must have exactly one Host header');
  }
  // Node would take the first and forget the others; another hop may take the last.
  if (count(rawHeaders, 'content-type') > 1) throw new SpillwayError('SPW-4000', 'Content-Type is given twice');
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked') {
    throw new SpillwayError('SPW-4000', 'Transfer-Encoding can only be chunked');
  }
  if (!isPrintableAscii(url)) throw new SpillwayError('SPW-4000', 'The address holds characters that must be escaped');
  for (const text of rawHeaders) {
    if (!isPrintableAscii(text)) throw new SpillwayError('SPW-4000', 'A header holds characters outside ASCII');
  }
  const queryStart = url.indexOf('?');
  if (queryStart >= 0) checkQuery(url.slice(queryStart + 1));
}

function count(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
}

function checkQuery(query: string): void {
  refuseSecrets(query);
  try {
    decodeURIComponent(query);
  } catch (cause) {
    // Read leniently it would mean another text than the sender's.
    throw new SpillwayError('SPW-4010', 'The query string is not percent-encoded UTF-8', { cause });
  }
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
