const multiplier = 0x5bd1e995;
const seed = 0x9747b28c;

/** 32-bit murmur2 as in Kafka's Java client (`Utils.murmur2`), as a signed integer. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  let hash = seed ^ length;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    let block = bytes[index]! | (bytes[index + 1]! << 8) | (bytes[index + 2]! << 16) | (bytes[index + 3]! << 24);
    block = Math.imul(block, multiplier);
    block ^= block >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(block, multiplier);
  }
  return finish(mixTail(hash, bytes, index));
}

function mixTail(hash: number, bytes: Uint8Array, index: number): number {
  const left = bytes.length - index;
  if (left === 0) return hash;
  let mixed = hash;
  if (left === 3) mixed ^= bytes[index + 2]! << 16;
  if (left >= 2) mixed ^= bytes[index + 1]! << 8;
  return Math.imul(mixed ^ bytes[index]!, multiplier);
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (mixed ^ (mixed >>> 15)) | 0;
}
