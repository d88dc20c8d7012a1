import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { UnpackError } from './unpack-error.js';
import { unpackSnappy } from './unpack-snappy.js';

type Element =
  { readonly literal: Uint8Array } | { readonly back: number; readonly length: number; readonly form: 1 | 2 | 4 };

const element = fc.oneof<fc.Arbitrary<Element>[]>(
  fc.record({ literal: fc.uint8Array({ minLength: 1, maxLength: 300 }) }),
  fc.record({
    back: fc.integer({ min: 1, max: 70_000 }),
    length: fc.integer({ min: 1, max: 64 }),
    form: fc.constantFrom(1, 2, 4),
  }),
);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

function literalBytes(literal: Uint8Array): number[] {
  const size = literal.length - 1;
  const tag = size < 60 ? [size << 2] : size < 256 ? [60 << 2, size] : [61 << 2, size & 0xff, size >> 8];
  return [...tag, ...literal];
}

function copyBytes(offset: number, length: number, form: 1 | 2 | 4): number[] {
  if (form === 1) return [((offset >> 8) << 5) | ((length - 4) << 2) | 1, offset & 0xff];
  const tag = ((length - 1) << 2) | (form === 2 ? 2 : 3);
  return [tag, ...Array.from({ length: form }, (_, index) => (offset >>> (8 * index)) & 0xff)];
}

/** A block of the elements, and what it stands for by the plain reading of the format. */
function blockOf(elements: readonly Element[]): { packed: Buffer; unpacked: Buffer } {
  const packed: number[] = [];
  const unpacked: number[] = [];
  for (const each of elements) {
    if ('literal' in each) {
      packed.push(...literalBytes(each.literal));
      unpacked.push(...each.literal);
      continue;
    }
    if (unpacked.length === 0) continue;
    const offset = Math.min(each.back, unpacked.length, each.form === 1 ? 2_047 : 65_535);
    const length = each.form === 1 ? 4 + (each.length % 8) : each.length;
    packed.push(...copyBytes(offset, length, each.form));
    for (let left = length; left > 0; left--) unpacked.push(unpacked[unpacked.length - offset]!);
  }
  return { packed: Buffer.from([...varint(unpacked.length), ...packed]), unpacked: Buffer.from(unpacked) };
}

const block = fc.array(element, { maxLength: 30 }).map(blockOf);
const streamHeader = Buffer.from('82534e41505059000000000100000001', 'hex');

function streamOf(blocks: readonly Buffer[]): Buffer {
  const framed = blocks.flatMap((packed) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(packed.length);
    return [length, packed];
  });
  return Buffer.concat([streamHeader, ...framed]);
}

describe('unpackSnappy', () => {
  it.each([
    ['82534e415050590000000001000000010000000b181468656c6c6f20460600', 'hello hello hello hello '],
    ['82534e41505059000000000100000001', ''],
  ])('reads what Kafka’s Java client wrote: %s', (packed, text) => {
    expect(String(unpackSnappy(Buffer.from(packed, 'hex'), 100))).toBe(text);
  });

  it('unpacks any block', () => {
    fc.assert(
      fc.property(block, ({ packed, unpacked }) => expect(unpackSnappy(packed, 1e6).equals(unpacked)).toBe(true)),
      { numRuns: 1_000 },
    );
  });

  it('unpacks any stream of blocks', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
        const unpacked = unpackSnappy(streamOf(blocks.map(({ packed }) => packed)), 1e6);
        expect(unpacked.equals(Buffer.concat(blocks.map((each) => each.unpacked)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses one byte more than the limit, bare and framed, and takes the limit', () => {
    fc.assert(
      fc.property(block, fc.boolean(), ({ packed, unpacked }, isFramed) => {
        fc.pre(unpacked.length > 0);
        const bytes = isFramed ? streamOf([packed]) : packed;
        expect(unpackSnappy(bytes, unpacked.length)).toHaveLength(unpacked.length);
        expect(() => unpackSnappy(bytes, unpacked.length - 1)).toThrow(
          expect.objectContaining({ problem: 'over-limit' }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('allocates nothing for a bomb: 16 bytes that stand for 2 GB', () => {
    const before = process.memoryUsage().arrayBuffers;
    const bomb = Buffer.from([...varint(2_000_000_000), ...Array(11).fill(0)]);
    expect(() => unpackSnappy(bomb, 64 * 2 ** 20)).toThrow(UnpackError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  it('answers damaged bytes with bytes or an UnpackError, never more than the limit', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(block, damage, fc.boolean(), fc.nat(), ({ packed }, changes, isFramed, cut) => {
        const bytes = Buffer.from(isFramed ? streamOf([packed]) : packed);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const damaged = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        try {
          expect(unpackSnappy(damaged, 100_000).length).toBeLessThanOrEqual(100_000);
        } catch (error) {
          expect(error).toBeInstanceOf(UnpackError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
