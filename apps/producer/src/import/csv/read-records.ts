import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { SpillwayError } from '@spillway/events';
import type { CsvRecord } from './csv-record.js';
import { LineSplitter } from './line-splitter.js';
import { RecordReader } from './record-reader.js';

const maxLineBytes = 65_536;

/**
 * Reads a CSV file, plain or gzipped (told by its first bytes, not by its name), and yields its records by the chunk.
 *
 * @param columns how many columns a record has; decides whether lines joined by an open quote are one record
 * @throws SpillwayError `SPW-4090` when the file cannot be read or its gzip stream is damaged
 */
export async function* readRecords(path: string, columns: number): AsyncGenerator<readonly CsvRecord[]> {
  const lines = new LineSplitter(maxLineBytes);
  const records = new RecordReader(columns);
  try {
    for await (const chunk of await openBytes(path)) {
      yield lines.push(chunk as Buffer).flatMap((line) => records.push(line));
    }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const reason = code.startsWith('Z_') ? `its gzip stream is damaged or cut short (${code})` : code || message;
    throw new SpillwayError('SPW-4090', `${path} cannot be read: ${reason}`, { cause: error });
  }
  yield [...lines.end().flatMap((line) => records.push(line)), ...records.end()];
}

async function openBytes(path: string): Promise<Readable> {
  // Asked before the stream is made: a stream nobody reads yet would throw its error at the process.
  if (!(await isGzip(path))) return createReadStream(path);
  // The error of either stream reaches the reader through the last one.
  return pipeline(createReadStream(path), createGunzip(), () => {});
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
