import { isExactNumber } from './is-exact-number.js';
import type { JsonFinding } from './json-finding.js';
import { defaultJsonLimits, type JsonLimits } from './json-limits.js';
import { jsonPointer } from './json-pointer.js';

/**
 * Walks a JSON text before `JSON.parse` sees it and reports the first thing that is wrong, or `undefined` when the text
 * is JSON whose parsed value means exactly what the text says. `JSON.parse` alone keeps the last of duplicate keys,
 * rounds numbers, and gives no reliable position.
 */
export function scanJson(text: string, limits: JsonLimits = defaultJsonLimits): JsonFinding | undefined {
  return new JsonScanner(text, limits).scan();
}

class Stop extends Error {
  constructor(readonly finding: JsonFinding) {
    super(finding.detail);
  }
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/**
 * Plain text is crossed by looking for what ends it. A pattern like `[^"]+` keeps a place to go back to per character,
 * and V8 throws when they fill 64 MB: from 8 million characters on, once the process has compiled so many patterns that
 * V8 no longer optimises them.
 */
// eslint-disable-next-line no-control-regex -- JSON forbids exactly these inside strings
const endOfPlain = /["\\\u0000-\u001f]/g;

/** Recursive descent; the depth limit bounds the recursion. */
class JsonScanner {
  private index = 0;
  private keys = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  scan(): JsonFinding | undefined {
    try {
      this.skipSpace();
      this.value();
      this.skipSpace();
      if (this.index < this.text.length) this.syntax('unexpected text after the document');
      return undefined;
    } catch (stop) {
      if (stop instanceof Stop) return stop.finding;
      throw stop;
    }
  }

  private value(): void {
    switch (this.text[this.index]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        this.string();
        return;
      case 't':
        return this.word('true');
      case 'f':
        return this.word('false');
      case 'n':
        return this.word('null');
      default:
        return this.number();
    }
  }

  private object(): void {
    this.enter();
    const seen = new Set<string>();
    if (this.take('}')) return;
    do {
      this.skipSpace();
      const keyIndex = this.index;
      if (this.text[keyIndex] !== '"') this.syntax('expected a key in double quotes');
      const key = this.string();
      this.path.push(key);
      this.checkKey(key, seen, keyIndex);
      this.skipSpace();
      if (!this.take(':')) this.syntax('expected a colon');
      this.skipSpace();
      this.value();
      this.path.pop();
      this.skipSpace();
    } while (this.take(','));
    if (!this.take('}')) this.syntax('expected a comma or the end of the object');
  }

  private array(): void {
    this.enter();
    if (this.take(']')) return;
    let position = 0;
    do {
      this.skipSpace();
      this.path.push(position);
      if (position >= this.limits.maxItemsPerArray) this.refuse('is one item too many in its array');
      position += 1;
      this.value();
      this.path.pop();
      this.skipSpace();
    } while (this.take(','));
    if (!this.take(']')) this.syntax('expected a comma or the end of the array');
  }

  /** Steps over the opening bracket; nesting equals the path's length plus one. */
  private enter(): void {
    if (this.path.length >= this.limits.maxDepth) this.refuse(`is nested deeper than ${this.limits.maxDepth} levels`);
    this.index += 1;
    this.skipSpace();
  }

  private checkKey(key: string, seen: Set<string>, keyIndex: number): void {
    if (forbiddenKeys.has(key)) this.refuse('has a key name that is not accepted', keyIndex);
    if (seen.has(key)) this.refuse('is a duplicate key', keyIndex);
    seen.add(key);
    this.keys += 1;
    if (seen.size > this.limits.maxKeysPerObject) this.refuse('is one key too many in its object', keyIndex);
    if (this.keys > this.limits.maxKeys) this.refuse('is one key too many in the document', keyIndex);
  }

  private string(): string {
    const start = this.index;
    this.index += 1;
    let escaped = false;
    for (;;) {
      this.skipPlain();
      const next = this.text[this.index];
      if (next === '"') break;
      if (next === undefined) this.syntax('the text ends inside a string');
      if (next !== '\\') this.syntax('a control character must be escaped inside a string');
      if (this.match(escapePattern) === undefined) this.syntax('unknown escape sequence');
      escaped = true;
    }
    this.index += 1;
    if (this.index - start > this.limits.maxStringLength + 2) this.refuse('is text that is too long', start);
    const content = escaped
      ? (JSON.parse(this.text.slice(start, this.index)) as string)
      : this.text.slice(start + 1, this.index - 1);
    if (!content.isWellFormed()) this.refuse('holds half a surrogate pair', start);
    if (content.includes('\0')) this.refuse('holds a NUL character', start);
    return content;
  }

  private number(): void {
    const start = this.index;
    const literal = this.match(numberPattern);
    if (literal === undefined) this.syntax(start < this.text.length ? 'expected a value' : 'the text ends too early');
    else if (!isExactNumber(literal))
      this.refuse('is a number that cannot be held exactly; send it as a string', start);
  }

  private word(word: string): void {
    if (!this.text.startsWith(word, this.index)) this.syntax('expected a value');
    this.index += word.length;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.index);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.index += 1;
    }
  }

  private take(character: string): boolean {
    if (this.text[this.index] !== character) return false;
    this.index += 1;
    return true;
  }

  private skipPlain(): void {
    endOfPlain.lastIndex = this.index;
    this.index = endOfPlain.exec(this.text)?.index ?? this.text.length;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.index += found.length;
    return found;
  }

  private syntax(detail: string): never {
    throw new Stop({ kind: 'syntax', index: this.index, pointer: jsonPointer(this.path), detail });
  }

  private refuse(detail: string, index = this.index): never {
    throw new Stop({ kind: 'refused', index, pointer: jsonPointer(this.path), detail });
  }
}
