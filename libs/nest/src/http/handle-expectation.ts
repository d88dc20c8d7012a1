import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SpillwayError } from '@spillway/events';
import { problemDocument, problemMediaType } from './problem-document.js';

/** Answers an `Expect` header other than `100-continue`, which Node would answer without a body. */
export function handleExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const error = new SpillwayError('SPW-4019', 'Only `Expect: 100-continue` can be met');
  const problem = problemDocument(error, randomUUID(), { status: 417 });
  const body = JSON.stringify(problem);
  const headers = { 'content-type': problemMediaType, 'content-length': Buffer.byteLength(body), connection: 'close' };
  response.writeHead(417, headers).end(body);
}
