const smallBytes = 6;

/** Two's complement, big-endian; a number when it is short, a bigint otherwise. */
export function readUnscaled(buffer: Buffer, start: number, length: number): number | bigint {
  if (length === 0) return 0;
  if (length <= smallBytes) return buffer.readIntBE(start, length);
  const unsigned = BigInt(`0x${buffer.toString('hex', start, start + length)}`);
  return BigInt.asIntN(length * 8, unsigned);
}

/** The fewest bytes that hold the value in two's complement. */
export function unscaledLength(value: number | bigint): number {
  let length = 1;
  if (typeof value === 'number') {
    // Half the range lies on each side of zero.
    for (let limit = 128; value >= limit || value < -limit; limit *= 256) length++;
  } else {
    while (BigInt.asIntN(length * 8, value) !== value) length++;
  }
  return length;
}

/** Writes `length` bytes at `start`; the buffer must have room. */
export function writeUnscaled(value: number | bigint, buffer: Buffer, start: number, length: number): void {
  if (typeof value === 'number' && length <= smallBytes) {
    buffer.writeIntBE(value, start, length);
    return;
  }
  let rest = BigInt(value);
  for (let index = start + length - 1; index >= start; index--) {
    buffer[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}
