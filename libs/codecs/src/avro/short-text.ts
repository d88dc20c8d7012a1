const text = String.fromCharCode;

/**
 * ASCII bytes as text. Those of more than 12 are no quicker here than by Node's own decoding, which costs a call into the
 * engine.
 */
export function shortText(b: Uint8Array, at: number, length: number): string {
  switch (length) {
    case 0:
      return '';
    case 1:
      return text(b[at]!);
    case 2:
      return text(b[at]!, b[at + 1]!);
    case 3:
      return text(b[at]!, b[at + 1]!, b[at + 2]!);
    case 4:
      return text(b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!);
    case 5:
      return text(b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!, b[at + 4]!);
    case 6:
      return text(b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!, b[at + 4]!, b[at + 5]!);
    case 7:
      return text(b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!, b[at + 4]!, b[at + 5]!, b[at + 6]!);
    case 8:
      return text(b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!, b[at + 4]!, b[at + 5]!, b[at + 6]!, b[at + 7]!);
    default:
      return shortText(b, at, 8) + shortText(b, at + 8, length - 8);
  }
}
