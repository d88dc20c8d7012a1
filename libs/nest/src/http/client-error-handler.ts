import type { Socket } from 'node:net';
import type { ErrorCode } from '@spillway/events';
import { answerOnSocket } from './answer-on-socket.js';

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
  answerOnSocket(socket, ...(known.get(error.code ?? '') ?? unreadable));
}
