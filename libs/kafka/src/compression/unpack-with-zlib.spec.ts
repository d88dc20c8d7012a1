import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { unpackGzip, unpackZstd } from './unpack-with-zlib.js';

describe.each([
  ['gzip', unpackGzip, gzipSync],
  ['zstd', unpackZstd, zstdCompressSync],
] as const)('unpacking %s', (_, unpack, pack) => {
  const text = Buffer.from('records '.repeat(100));

  it('takes the limit and refuses one byte more', async () => {
    expect(await unpack(pack(text), text.length)).toEqual(text);
    await expect(unpack(pack(text), text.length - 1)).rejects.toMatchObject({ problem: 'over-limit' });
  });

  it('joins several frames, within one limit', async () => {
    const frames = Buffer.concat([pack(text), pack(Buffer.alloc(0)), pack(text)]);
    expect(await unpack(frames, 2 * text.length)).toEqual(Buffer.concat([text, text]));
    await expect(unpack(frames, 2 * text.length - 1)).rejects.toMatchObject({ problem: 'over-limit' });
    await expect(unpack(frames, text.length)).rejects.toMatchObject({ problem: 'over-limit' });
  });

  it.each([
    ['cut off', pack(text).subarray(0, 12)],
    ['of another format', text],
  ])('refuses data %s', async (__, bytes) => {
    await expect(unpack(bytes, 1e6)).rejects.toMatchObject({ problem: 'corrupt' });
  });
});
