import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
// Node finds no named export `CompressionCodecs` in this CommonJS package, so it is taken from the whole.
import kafkajs from 'kafkajs';
import { unpackLimitBytes } from './unpack-limit.js';
import { unpackers } from './unpackers.js';

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

const gzipAsync = promisify(gzip);
const zstdCompressAsync = promisify(zstdCompress);
const { CompressionCodecs, CompressionTypes, KafkaJSNonRetriableError } = kafkajs;

/** Spillway writes uncompressed; these are for whoever uses kafkajs beside it in the same process. */
const packers: Readonly<Record<number, Codec['compress']>> = {
  [CompressionTypes.GZIP]: ({ buffer }) => gzipAsync(buffer, { level: constants.Z_BEST_SPEED }),
  [CompressionTypes.ZSTD]: ({ buffer }) => zstdCompressAsync(buffer),
};

/**
 * Gives kafkajs every codec of Kafka for reading, each with a cap on its output; its own gzip has none, and it brings no
 * other. Writing is possible in gzip and zstd and refused at once in snappy and lz4. Process-wide, idempotent.
 */
export function registerCompressionCodecs(): void {
  for (const [type, { codec, unpack }] of Object.entries(unpackers)) {
    const compress = packers[Number(type)] ?? (() => Promise.reject(cannotWrite(codec)));
    const decompress = async (packed: Buffer): Promise<Buffer> => unpack(packed, unpackLimitBytes());
    CompressionCodecs[Number(type) as keyof typeof CompressionCodecs] = () =>
      ({ compress, decompress }) satisfies Codec;
  }
}

/** Of a class that kafkajs does not try again. */
function cannotWrite(codec: string): Error {
  return new KafkaJSNonRetriableError(`Records can be read but not written in ${codec}: choose gzip, zstd or none`);
}
