import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { registerCompressionCodecs } from './compression-codecs.js';
import { defaultUnpackLimitBytes } from './unpack-limit.js';

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

const codecOf = (type: CompressionTypes): Codec =>
  (CompressionCodecs as unknown as Record<number, () => Codec>)[type]!();

describe('the codecs kafkajs gets', () => {
  beforeAll(registerCompressionCodecs);

  it.each([
    ['gzip', CompressionTypes.GZIP],
    ['zstd', CompressionTypes.ZSTD],
  ] as const)('unpack what they packed: %s', async (_, type) => {
    const buffer = Buffer.from('records '.repeat(100));
    expect(await codecOf(type).decompress(await codecOf(type).compress({ buffer }))).toEqual(buffer);
  });

  it.each([
    ['gzip', CompressionTypes.GZIP, gzipSync],
    ['zstd', CompressionTypes.ZSTD, zstdCompressSync],
  ] as const)(
    'refuse half a gigabyte in half a megabyte of %s and hold no more than the limit',
    async (_, type, pack) => {
      // Packed data may be joined: ten times 50 MB is one stream of 500 MB.
      const bomb = Buffer.concat(Array<Buffer>(10).fill(pack(Buffer.alloc(50_000_000))));
      expect(bomb.length).toBeLessThan(500_000);
      const before = process.memoryUsage().rss;
      await expect(codecOf(type).decompress(bomb)).rejects.toMatchObject({ problem: 'over-limit' });
      expect(process.memoryUsage().rss - before).toBeLessThan(2.5 * defaultUnpackLimitBytes);
    },
  );

  it.each([
    ['snappy', CompressionTypes.Snappy],
    ['lz4', CompressionTypes.LZ4],
  ] as const)('refuse at once to write in %s', async (codec, type) => {
    await expect(codecOf(type).compress({ buffer: Buffer.alloc(1) })).rejects.toMatchObject({
      name: 'KafkaJSNonRetriableError',
      message: expect.stringContaining(codec),
    });
  });
});
