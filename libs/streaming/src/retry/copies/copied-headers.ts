import type { HeaderValue } from '../../ports/record.js';

type CopiedValue = HeaderValue | readonly HeaderValue[];
type HeaderObject = Record<string, CopiedValue>;

interface Shape {
  readonly names: readonly string[];
  readonly template: HeaderObject;
}

/** Of what failed, is held or dead, of a few kinds of events. */
const mostShapes = 8;
const mostNamesKept = 64;
/** In place of a value that was given away, whose bytes would be kept. */
const given = '';

/**
 * The headers of a copy in the making; used by one copy after the other.
 *
 * An object that gets more than a dozen names one by one is made a hash table by V8, of several kilobytes until it is
 * complete. Most copies have the same names as one before: a clone of an object that has them all is no hash table.
 */
export class CopiedHeaders {
  readonly #names: string[] = [];
  readonly #values: CopiedValue[] = [];
  #count = 0;
  readonly #shapes: Shape[] = [];
  #oldest = 0;

  clear(): void {
    this.#count = 0;
  }

  /** Of a name that repeats the last value counts, in the place of the first. */
  add(name: string, value: CopiedValue): void {
    this.#names[this.#count] = name;
    this.#values[this.#count++] = value;
  }

  toObject(): HeaderObject {
    const headers = { ...this.#template() };
    for (let index = 0; index < this.#count; index++) {
      headers[this.#names[index]!] = this.#values[index]!;
      this.#values[index] = given;
    }
    return headers;
  }

  #template(): HeaderObject {
    for (const shape of this.#shapes) if (this.#hasNamesOf(shape)) return shape.template;
    const shape = shapeOf(this.#names.slice(0, this.#count));
    if (this.#count > mostNamesKept) return shape.template;
    this.#shapes[this.#oldest] = shape;
    this.#oldest = (this.#oldest + 1) % mostShapes;
    return shape.template;
  }

  #hasNamesOf({ names }: Shape): boolean {
    if (names.length !== this.#count) return false;
    for (let index = 0; index < names.length; index++) if (names[index] !== this.#names[index]) return false;
    return true;
  }
}

/** What is parsed is no hash table. Every name in it is its own, `__proto__` too, so that values can be assigned. */
function shapeOf(names: readonly string[]): Shape {
  const json = JSON.stringify(Object.fromEntries(names.map((name) => [name, ''])));
  return { names, template: JSON.parse(json) as HeaderObject };
}
