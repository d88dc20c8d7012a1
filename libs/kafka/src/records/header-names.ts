const slots = 1_024;
const longestKept = 64;

interface Known {
  readonly bytes: Buffer;
  readonly text: string;
}

/**
 * Header names as text. A log has few of them and repeats them in every record: comparing a handful of bytes costs a
 * fraction of making a string and finding its one copy again when it becomes the name of a property.
 */
export class HeaderNames {
  readonly #known = new Array<Known | undefined>(slots).fill(undefined);

  /** The text at `start` up to `end`, in UTF-8. */
  read(buffer: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length === 0 || length > longestKept) return buffer.toString('utf8', start, end);
    const slot = slotOf(buffer, start, end);
    const known = this.#known[slot];
    if (known !== undefined && isSame(known.bytes, buffer, start, length)) return known.text;
    const text = buffer.toString('utf8', start, end);
    // The newest stays: a name seen once, by chance in the slot of a frequent one, is soon replaced again.
    this.#known[slot] = { bytes: Buffer.from(buffer.subarray(start, end)), text };
    return text;
  }
}

/** Names that begin alike differ in length, at the end or in the middle. */
function slotOf(buffer: Buffer, start: number, end: number): number {
  const length = end - start;
  const middle = buffer[start + (length >>> 1)]!;
  const beforeLast = buffer[end - Math.min(length, 3)]!;
  return (length * 7 + buffer[end - 1]! * 31 + middle * 131 + beforeLast * 517) & (slots - 1);
}

function isSame(known: Buffer, buffer: Buffer, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let index = 0; index < length; index++) if (known[index] !== buffer[start + index]) return false;
  return true;
}
