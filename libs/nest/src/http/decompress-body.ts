import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { SpillwayError } from '@spillway/events';

const decoders = new Map([
  ['gzip', promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip)],
  ['deflate', promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate)],
  ['br', promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)],
]);

/**
 * Undoes one content encoding. The output is capped while it is produced, so a bomb costs no more than the limit.
 *
 * @throws SpillwayError `SPW-4009` unknown or stacked encoding · `SPW-4006` output over the limit · `SPW-4016` broken data
 */
export async function decompressBody(body: Buffer, encoding: string | undefined, limitBytes: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '') return body;
  const decode = decoders.get(name);
  if (decode === undefined) {
    throw new SpillwayError('SPW-4009', 'Content-Encoding must be exactly one of gzip, deflate, br');
  }
  try {
    return await decode(body, { maxOutputLength: limitBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new SpillwayError('SPW-4006', `The decompressed body is larger than ${limitBytes} bytes`, {
        context: { limitBytes },
      });
    }
    throw new SpillwayError('SPW-4016', `The body is not valid ${name} data`, { cause });
  }
}
