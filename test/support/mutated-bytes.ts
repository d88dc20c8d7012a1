import type { Random } from './random.js';

const maxMutations = 8;
/** Varints at the ends of what counts, lengths and items can be, and bytes that mean something in Avro. */
// prettier-ignore
const telling = [
  '00', '01', '02', '7f', '80', 'ff', '0c', 'c3', 'eda080',
  'feffffff0f', 'ffffffff0f', '8080808010', '80808080808020', '80a8d6b907', 'ffa7d6b907',
  'feffffffffffffffff01', 'ffffffffffffffffff01', '8080808080808080808001', '125f5f70726f746f5f5f',
].map((hex) => Buffer.from(hex, 'hex'));

/** Up to eight changes: bits, bytes, cuts, repetitions, lengths that are too large, parts of another value. */
export function mutated(base: Buffer, random: Random, other: Buffer): Buffer {
  let bytes = base;
  for (let left = 1 + random.below(maxMutations); left > 0; left--) bytes = changed(bytes, random, other);
  return bytes;
}

function changed(bytes: Buffer, random: Random, other: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  const to = at + random.below(bytes.length + 1 - at);
  const around = (middle: Buffer, end = at): Buffer =>
    Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(end)]);
  switch (random.below(8)) {
    case 0:
      return around(Buffer.from([(bytes[at] ?? 0) ^ (1 << random.below(8))]), at + 1);
    case 1:
      return around(Buffer.from([random.below(256)]), at + 1);
    case 2:
      return around(random.pick(telling), at + 1);
    case 3:
      return around(random.pick(telling));
    case 4:
      return around(Buffer.alloc(0), to);
    case 5:
      return bytes.subarray(0, to);
    case 6:
      return around(other.subarray(random.below(other.length)), to);
    default:
      return around(Buffer.concat(Array.from({ length: 1 + random.below(50) }, () => bytes.subarray(at, at + 4))));
  }
}
