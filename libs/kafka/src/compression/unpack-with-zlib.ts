import { promisify } from 'node:util';
import { gunzip, zstdDecompress, type ZstdOptions } from 'node:zlib';
import { corrupt, overLimit } from './unpack-error.js';

const gunzipAsync = promisify(gunzip);
/** With `info` Node answers the result and the engine, which its types do not say. */
const zstdFrameAsync = promisify(zstdDecompress) as unknown as (
  packed: Buffer,
  options: ZstdOptions,
) => Promise<{ readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } }>;

/** Unpacks gzip off the event loop; stops at `maxBytes` bytes of result. @throws UnpackError */
export function unpackGzip(packed: Buffer, maxBytes: number): Promise<Buffer> {
  return gunzipAsync(packed, { maxOutputLength: maxBytes }).catch(rejectAs('gzip', maxBytes));
}

/** Unpacks zstd off the event loop, all frames of it; stops at `maxBytes` bytes of result. @throws UnpackError */
export async function unpackZstd(packed: Buffer, maxBytes: number): Promise<Buffer> {
  const frames: Buffer[] = [];
  let left = maxBytes;
  // Node ends after the first frame, and tells how far that went.
  for (let rest = packed; rest.length > 0;) {
    if (left === 0) throw overLimit('zstd', maxBytes);
    const options = { maxOutputLength: left, info: true };
    const { buffer, engine } = await zstdFrameAsync(rest, options).catch(rejectAs('zstd', maxBytes));
    frames.push(buffer);
    left -= buffer.length;
    rest = rest.subarray(engine.bytesWritten);
  }
  return frames.length === 1 ? frames[0]! : Buffer.concat(frames);
}

function rejectAs(codec: string, maxBytes: number) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code === 'ERR_BUFFER_TOO_LARGE') throw overLimit(codec, maxBytes);
    throw corrupt(codec, error.message);
  };
}
