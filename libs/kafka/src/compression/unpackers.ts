import { unpackLz4 } from './unpack-lz4.js';
import { unpackSnappy } from './unpack-snappy.js';
import { unpackGzip, unpackZstd } from './unpack-with-zlib.js';

/** Packed bytes to the bytes they stand for, at most `maxBytes`. Throws or rejects with `UnpackError`. */
export interface Unpacker {
  readonly codec: string;
  readonly unpack: (packed: Buffer, maxBytes: number) => Buffer | Promise<Buffer>;
}

/** By the number Kafka gives a codec in a batch's attributes; 0 is none. */
export const unpackers: Readonly<Record<number, Unpacker>> = {
  1: { codec: 'gzip', unpack: unpackGzip },
  2: { codec: 'snappy', unpack: unpackSnappy },
  3: { codec: 'lz4', unpack: unpackLz4 },
  4: { codec: 'zstd', unpack: unpackZstd },
};
