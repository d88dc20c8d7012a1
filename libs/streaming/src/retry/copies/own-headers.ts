import type { HeaderValue } from '../../ports/record.js';

/** One header of ours: its text is cut to `maxBytes`, and to what is left of the budget for all. */
export type OwnHeader = readonly [name: string, value: HeaderValue | undefined, maxBytes?: number];

export type FittedHeader = readonly [name: string, value: HeaderValue];

const maxValueBytes = 1_000;
/** Of one UTF-16 code unit in UTF-8. */
const maxBytesPerUnit = 3;

/**
 * Puts headers of ours, each named once, in their order into a budget of bytes (names and values); what does not fit is
 * cut, then left out.
 */
export function fitOwnHeaders(headers: readonly OwnHeader[], budgetBytes: number): readonly FittedHeader[] {
  const isCut = !surelyFit(headers, budgetBytes);
  const kept: FittedHeader[] = [];
  let leftBytes = budgetBytes;
  for (const [name, value, maxBytes = maxValueBytes] of headers) {
    if (value === undefined) continue;
    const fitted = isCut ? cutValue(value, Math.min(maxBytes, leftBytes - Buffer.byteLength(name))) : whole(value);
    if (fitted === undefined) continue;
    kept.push([name, fitted]);
    if (isCut) leftBytes -= Buffer.byteLength(name) + Buffer.byteLength(fitted);
  }
  return kept;
}

/** Most do: then nobody has to count bytes, which takes longer than all the rest. */
function surelyFit(headers: readonly OwnHeader[], budgetBytes: number): boolean {
  let mostBytes = 0;
  for (const [name, value, maxBytes = maxValueBytes] of headers) {
    if (value === undefined) continue;
    const valueBytes = typeof value === 'string' ? value.length * maxBytesPerUnit : value.length;
    if (valueBytes > maxBytes) return false;
    mostBytes += name.length * maxBytesPerUnit + valueBytes;
  }
  return mostBytes <= budgetBytes;
}

function whole(value: HeaderValue): HeaderValue {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

function cutValue(value: HeaderValue, room: number): HeaderValue | undefined {
  if (room <= 0) return undefined;
  const cut = typeof value === 'string' ? cutText(value, room) : value;
  return cut.length > room ? undefined : cut;
}

/** The first bytes of a text as UTF-8, without half a character at the end. */
export function cutText(text: string, maxBytes: number): string {
  const wellFormed = text.length > maxBytes ? text.slice(0, maxBytes).toWellFormed() : text.toWellFormed();
  const bytes = Buffer.from(wellFormed);
  if (bytes.length <= maxBytes) return wellFormed;
  let end = maxBytes;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
