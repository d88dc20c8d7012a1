import type { HeaderValue } from '../../ports/record.js';

/** One header of ours: its text is cut to `maxBytes`, and to what is left of the budget for all. */
export type OwnHeader = readonly [name: string, value: HeaderValue | undefined, maxBytes?: number];

const maxValueBytes = 1_000;
/** Of one UTF-16 code unit in UTF-8. */
const maxBytesPerUnit = 3;

/**
 * Headers of ours, each named once, on their way into a budget of bytes (names and values). Used by one copy after the
 * other: lists that grow anew for each would be most of its garbage.
 */
export class OwnHeaders {
  readonly #names: string[] = [];
  readonly #values: HeaderValue[] = [];
  readonly #limits: number[] = [];
  /** At most: to count them takes longer than all the rest, and mostly all fit. */
  #mostBytes = 0;
  #mayNeedCuts = false;
  #count = 0;

  clear(): void {
    this.#mostBytes = 0;
    this.#mayNeedCuts = false;
    this.#count = 0;
  }

  /** Leaves out what has no value. */
  add(name: string, value: HeaderValue | undefined, maxBytes: number = maxValueBytes): void {
    if (value === undefined) return;
    this.#names[this.#count] = name;
    this.#values[this.#count] = value;
    this.#limits[this.#count++] = maxBytes;
    const mostBytes = typeof value === 'string' ? value.length * maxBytesPerUnit : value.length;
    this.#mayNeedCuts ||= mostBytes > maxBytes;
    this.#mostBytes += name.length * maxBytesPerUnit + mostBytes;
  }

  /** Gives them in their order, as far as the budget goes; what does not fit is cut, then left out. */
  fit(budgetBytes: number, give: (name: string, value: HeaderValue) => void): void {
    const isCut = this.#mayNeedCuts || this.#mostBytes > budgetBytes;
    let leftBytes = budgetBytes;
    for (let index = 0; index < this.#count; index++) {
      const name = this.#names[index]!;
      const value = this.#values[index]!;
      if (!isCut) {
        give(name, whole(value));
        continue;
      }
      const fitted = cutValue(value, Math.min(this.#limits[index]!, leftBytes - Buffer.byteLength(name)));
      if (fitted === undefined) continue;
      give(name, fitted);
      leftBytes -= Buffer.byteLength(name) + Buffer.byteLength(fitted);
    }
  }
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
  if (text.length * maxBytesPerUnit <= maxBytes) return text.toWellFormed();
  const wellFormed = text.length > maxBytes ? text.slice(0, maxBytes).toWellFormed() : text.toWellFormed();
  const bytes = Buffer.from(wellFormed);
  if (bytes.length <= maxBytes) return wellFormed;
  let end = maxBytes;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
