import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { SpillwayError, type ErrorCode } from '@spillway/events';
import { problemDocument, problemMediaType } from './problem-document.js';

const known = new Map<string, readonly [ErrorCode, string]>([
  ['HPE_HEADER_OVERFLOW', ['SPW-4013', 'The request headers are over 16 KiB']],
  ['HPE_INVALID_METHOD', ['SPW-4005', 'The server does not know this method']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['SPW-4008', 'The request was not complete within the time limit']],
]);

const unreadable = ['SPW-4000', 'The request is not well-formed HTTP/1.1'] as const;

/**
 * Answers what never became a request: the HTTP parser refused it. The connection is closed, because nobody can tell
 * where the next request would begin.
 */
export function handleClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const [code, detail] = known.get(error.code ?? '') ?? unreadable;
  const problem = problemDocument(new SpillwayError(code, detail), randomUUID());
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}`,
    `content-type: ${problemMediaType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
    ...(problem.status === 405 ? ['allow: GET, HEAD, POST'] : []),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
