import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { UnpackError } from './unpack-error.js';
import { unpackLz4 } from './unpack-lz4.js';

interface Sequence {
  readonly literal: Uint8Array;
  readonly back: number;
  readonly length: number;
}

interface Options {
  readonly hasBlockChecksum: boolean;
  readonly hasContentSize: boolean;
  readonly hasContentChecksum: boolean;
}

const sequence = fc.record({
  literal: fc.uint8Array({ maxLength: 600 }),
  back: fc.integer({ min: 1, max: 70_000 }),
  length: fc.integer({ min: 4, max: 700 }),
});
const block = fc.oneof(
  fc.record({ stored: fc.uint8Array({ minLength: 1, maxLength: 500 }) }),
  fc.record({ sequences: fc.array(sequence, { maxLength: 8 }), last: fc.uint8Array({ maxLength: 40 }) }),
);
const options = fc.record({
  hasBlockChecksum: fc.boolean(),
  hasContentSize: fc.boolean(),
  hasContentChecksum: fc.boolean(),
});

function longLength(length: number): number[] {
  if (length < 15) return [];
  const bytes: number[] = [];
  let rest = length - 15;
  for (; rest >= 255; rest -= 255) bytes.push(255);
  return [...bytes, rest];
}

const nibble = (length: number): number => Math.min(15, length);

/** Appends to `unpacked` what the block stands for; matches reach back into blocks before, as linked blocks do. */
function packedBlock(sequences: readonly Sequence[], last: Uint8Array, unpacked: number[]): number[] {
  const packed: number[] = [];
  for (const { literal, back, length } of sequences) {
    unpacked.push(...literal);
    if (unpacked.length === 0) continue;
    const offset = Math.min(back, unpacked.length, 65_535);
    const extra = length - 4;
    packed.push((nibble(literal.length) << 4) | nibble(extra), ...longLength(literal.length), ...literal);
    packed.push(offset & 0xff, offset >> 8, ...longLength(extra));
    for (let left = length; left > 0; left--) unpacked.push(unpacked[unpacked.length - offset]!);
  }
  unpacked.push(...last);
  return [...packed, nibble(last.length) << 4, ...longLength(last.length), ...last];
}

function int32(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24];
}

const frame = fc.tuple(fc.array(block, { maxLength: 5 }), options).map(([blocks, chosen]) => frameOf(blocks, chosen));

function frameOf(
  blocks: readonly ({ stored: Uint8Array } | { sequences: Sequence[]; last: Uint8Array })[],
  { hasBlockChecksum, hasContentSize, hasContentChecksum }: Options,
): { packed: Buffer; unpacked: Buffer } {
  const unpacked: number[] = [];
  const body = blocks.flatMap((each) => {
    const isStored = 'stored' in each;
    if (isStored) unpacked.push(...each.stored);
    const bytes = isStored ? [...each.stored] : packedBlock(each.sequences, each.last, unpacked);
    const word = isStored ? bytes.length + 0x8000_0000 : bytes.length;
    return [...int32(word), ...bytes, ...(hasBlockChecksum ? [1, 2, 3, 4] : [])];
  });
  const flags = 0x40 | (hasBlockChecksum ? 16 : 0) | (hasContentSize ? 8 : 0) | (hasContentChecksum ? 4 : 0);
  const header = [0x04, 0x22, 0x4d, 0x18, flags, 0x40, ...(hasContentSize ? Array<number>(8).fill(0) : []), 0x82];
  const end = [0, 0, 0, 0, ...(hasContentChecksum ? [1, 2, 3, 4] : [])];
  return { packed: Buffer.from([...header, ...body, ...end]), unpacked: Buffer.from(unpacked) };
}

describe('unpackLz4', () => {
  it.each([
    ['04224d186040820f0000006968656c6c6f20060050656c6c6f2000000000', 'hello hello hello hello '],
    ['04224d1860408200000000', ''],
  ])('reads what Kafka’s Java client wrote: %s', (packed, text) => {
    expect(String(unpackLz4(Buffer.from(packed, 'hex'), 100))).toBe(text);
  });

  it('unpacks any frame: stored and packed blocks, linked or not, with and without checksums', () => {
    fc.assert(
      fc.property(frame, ({ packed, unpacked }) => expect(unpackLz4(packed, 1e6).equals(unpacked)).toBe(true)),
      { numRuns: 500 },
    );
  });

  it('refuses one byte more than the limit and takes the limit', () => {
    fc.assert(
      fc.property(frame, ({ packed, unpacked }) => {
        fc.pre(unpacked.length > 0);
        expect(unpackLz4(packed, unpacked.length)).toHaveLength(unpacked.length);
        expect(() => unpackLz4(packed, unpacked.length - 1)).toThrow(
          expect.objectContaining({ problem: 'over-limit' }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never holds more than the limit for a bomb: 2 MB that stand for 500 MB', () => {
    const blockBytes = 4 * 2 ** 20;
    const lengthBytes = Math.ceil((blockBytes - 5 - 19) / 255);
    const run = [0x1f, 7, 1, 0, ...Array<number>(lengthBytes - 1).fill(255), 0, 0x00];
    const bomb = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0, ...int32(run.length), ...run]);
    const blocks = Buffer.concat([bomb, ...Array<Buffer>(124).fill(bomb.subarray(7)), Buffer.alloc(4)]);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => unpackLz4(blocks, 8 * 2 ** 20)).toThrow(expect.objectContaining({ problem: 'over-limit' }));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 2 ** 20);
  });

  it.each([
    ['a block larger than its frame announced', [0x60, 0x40, 0, ...int32(300), 0x1f, 7, 1, 0, ...Array(295).fill(255)]],
    ['a dictionary', [0x61, 0x40, 0, 0, 0, 0, 0]],
    ['another version', [0x20, 0x40, 0, 0, 0, 0, 0]],
    ['a block without last literals', [0x60, 0x40, 0, ...int32(4), 0x10, 7, 1, 0, 0, 0, 0, 0]],
    ['no end mark', [0x60, 0x40, 0]],
  ])('refuses %s', (_, bytes) => {
    expect(() => unpackLz4(Buffer.from([0x04, 0x22, 0x4d, 0x18, ...bytes]), 1e6)).toThrow(
      expect.objectContaining({ problem: 'corrupt' }),
    );
  });

  it('answers damaged bytes with bytes or an UnpackError, never more than the limit', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(frame, damage, fc.nat(), ({ packed }, changes, cut) => {
        const bytes = Buffer.from(packed);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const damaged = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        try {
          expect(unpackLz4(damaged, 100_000).length).toBeLessThanOrEqual(100_000);
        } catch (error) {
          expect(error).toBeInstanceOf(UnpackError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
