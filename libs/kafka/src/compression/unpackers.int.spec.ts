import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { describeWithJava } from '../../../../test/support/describe-with-java.js';
import { runJava } from '../../../../test/support/run-java.js';
import { unpackers } from './unpackers.js';

/** From repetitive to random, from nothing to several blocks of every codec. */
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 5_000 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 30 }), fc.nat(20_000))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
  fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 60 })), {
      maxLength: 400,
    })
    .map((runs) => Buffer.concat(runs.map(([bytes, times]) => Buffer.concat(Array<Uint8Array>(times).fill(bytes))))),
);

function framed(blobs: readonly Buffer[]): Buffer {
  return Buffer.concat(blobs.flatMap((blob) => [int32(blob.length), blob]));
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function unframed(bytes: Buffer): Buffer[] {
  const blobs: Buffer[] = [];
  for (let position = 0; position < bytes.length;) {
    const end = position + 4 + bytes.readInt32BE(position);
    blobs.push(bytes.subarray(position + 4, end));
    position = end;
  }
  return blobs;
}

describeWithJava('what Kafka’s Java client packs', () => {
  it.each(Object.values(unpackers).map(({ codec, unpack }) => [codec, unpack] as const))(
    'in %s is unpacked byte for byte',
    async (codec, unpack) => {
      const seed = Date.now() & 0x7fffffff;
      const blobs = [Buffer.alloc(0), ...fc.sample(contents, { numRuns: 300, seed })];
      const packed = unframed(await runJava('Pack', [codec], { input: framed(blobs) }));
      expect(packed).toHaveLength(blobs.length);
      for (const [index, blob] of blobs.entries()) {
        const unpacked = await unpack(packed[index]!, blob.length + 1);
        if (!unpacked.equals(blob)) throw new Error(`Content ${index} of seed ${seed} (${blob.length} bytes) differs`);
        if (blob.length > 1) {
          const short = Promise.resolve().then(() => unpack(packed[index]!, blob.length - 1));
          await expect(short).rejects.toMatchObject({ problem: 'over-limit' });
        }
      }
    },
    60_000,
  );
});
