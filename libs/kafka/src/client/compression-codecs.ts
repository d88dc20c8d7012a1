import { promisify } from 'node:util';
import { constants, gzip, unzip, zstdCompress, zstdDecompress } from 'node:zlib';
// Node finds no named export `CompressionCodecs` in this CommonJS package, so it is taken from the whole.
import kafkajs from 'kafkajs';

/** A batch that unpacks to more than this is refused: half a megabyte of gzip can hold half a gigabyte. */
export const maxUnpackedBatchBytes = 64 * 1_024 * 1_024;

const gzipAsync = promisify(gzip);
const unzipAsync = promisify(unzip);
const zstdCompressAsync = promisify(zstdCompress);
const zstdDecompressAsync = promisify(zstdDecompress);
const limit = { maxOutputLength: maxUnpackedBatchBytes };

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

const gzipCodec: Codec = {
  compress: (encoder) => gzipAsync(encoder.buffer, { level: constants.Z_BEST_SPEED }),
  decompress: (buffer) => unzipAsync(buffer, limit),
};

const zstdCodec: Codec = {
  compress: (encoder) => zstdCompressAsync(encoder.buffer),
  decompress: (buffer) => zstdDecompressAsync(buffer, limit),
};

/** Gives kafkajs gzip and zstd with an output cap; its own gzip has none and it brings no zstd. Process-wide, idempotent. */
export function registerCompressionCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.GZIP] = () => gzipCodec;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstdCodec;
}
