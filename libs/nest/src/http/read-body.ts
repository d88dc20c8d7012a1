import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { SpillwayError } from '@spillway/events';

/**
 * Reads a request body, counting while it arrives: at most `limitBytes` are ever held.
 *
 * @throws SpillwayError `SPW-4006` as soon as the announced or the counted size is over the limit
 */
export async function readBody(payload: Readable, headers: IncomingMessage['headers'], limitBytes: number) {
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Not `for await`: leaving that loop early destroys the stream, and with it the socket the answer must go out on.
  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) {
        payload.off('data', onData);
        payload.pause();
        reject(tooLarge(limitBytes));
      } else {
        chunks.push(chunk);
      }
    };
    payload.on('data', onData);
    payload.once('end', resolve);
    payload.once('error', (cause) =>
      reject(new SpillwayError('SPW-4000', 'The request ended before its body was complete', { cause })),
    );
  });
  return Buffer.concat(chunks, sizeBytes);
}

function tooLarge(limitBytes: number): SpillwayError {
  return new SpillwayError('SPW-4006', `The body is larger than ${limitBytes} bytes`, { context: { limitBytes } });
}
