import { SpillwayError } from '@spillway/events';

/**
 * Decodes a request body, byte order mark kept (JSON has none, the scanner refuses it).
 *
 * @throws SpillwayError `SPW-4002` with the position of the first byte that is not UTF-8
 */
export function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const position = firstInvalidByte(bytes);
    throw new SpillwayError('SPW-4002', `The body is not UTF-8 at byte ${position}`, {
      context: { bytePosition: position },
    });
  }
}

/** Length of the longest valid prefix: what replacement decoding keeps before the first byte that does not come back. */
function firstInvalidByte(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'), 'utf8');
  let position = 0;
  while (position < bytes.length && bytes[position] === again[position]) position += 1;
  return position;
}
