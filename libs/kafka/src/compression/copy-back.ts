const worthACallBytes = 16;

/** Copies bytes from `offset` before the end to the end; where the two overlap, the bytes just written repeat. */
export function copyBack(target: Buffer, end: number, offset: number, length: number): void {
  if (offset >= length && length > worthACallBytes) {
    target.copyWithin(end, end - offset, end - offset + length);
  } else {
    for (let to = end, from = end - offset; to < end + length; to++, from++) target[to] = target[from]!;
  }
}
