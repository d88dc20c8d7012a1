import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { maxUnpackedBatchBytes, registerCompressionCodecs } from './compression-codecs.js';

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

describe.each([
  ['gzip', CompressionTypes.GZIP, gzipSync],
  ['zstd', CompressionTypes.ZSTD, zstdCompressSync],
] as const)('%s', (_, type, compress) => {
  const codec = (): Codec => {
    registerCompressionCodecs();
    return (CompressionCodecs as unknown as Record<number, () => Codec>)[type]!();
  };

  it('unpacks what it packed', async () => {
    const buffer = Buffer.from('records '.repeat(100));
    expect(await codec().decompress(await codec().compress({ buffer }))).toEqual(buffer);
  });

  it('refuses a batch that unpacks to more than the cap', async () => {
    const bomb = compress(Buffer.alloc(maxUnpackedBatchBytes + 1));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(codec().decompress(bomb)).rejects.toThrow();
  });
});
