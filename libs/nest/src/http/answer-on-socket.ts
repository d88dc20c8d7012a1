import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { SpillwayError, type ErrorCode } from '@spillway/events';
import { problemDocument, problemMediaType } from './problem-document.js';

/** Writes a problem document to a socket that has no response object, and closes it. */
export function answerOnSocket(socket: Duplex, code: ErrorCode, detail: string): void {
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
