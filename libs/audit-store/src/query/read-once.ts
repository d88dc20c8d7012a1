import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { unlink } from 'node:fs/promises';

/**
 * Opens a file to be read once and takes its name away: nothing is left of it when it is read, or its reader has gone.
 *
 * @param letGo called when the file is closed, which may be before this resolves
 * @throws what keeps the file from being opened, as an `AbortError` of the signal
 */
export async function readOnce(file: string, letGo: () => void, signal?: AbortSignal): Promise<ReadStream> {
  const stream = createReadStream(file, { signal });
  stream.once('close', letGo);
  // Whoever reads is told; nobody may be reading yet.
  stream.on('error', () => {});
  try {
    await once(stream, 'open');
    await unlink(file);
    return stream;
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
