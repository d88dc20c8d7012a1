import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerOnSocket } from './answer-on-socket.js';

/** Answers CONNECT, which Node would meet with silence: this server is no proxy. */
export function handleConnect(_request: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  answerOnSocket(socket, 'SPW-4005', 'This server is no proxy');
}
