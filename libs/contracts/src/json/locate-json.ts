import { pointerTo } from '../schema/pointer-to.js';
import { positionAt, type Position } from './position-at.js';

interface Frame {
  readonly pointer: string;
  readonly isObject: boolean;
  key: string | number;
  expectsKey: boolean;
}

/**
 * Where the values of a JSON document stand, by JSON Pointer. Of a key that is there twice the last counts, as for
 * `JSON.parse`.
 *
 * @param text what `JSON.parse` takes: nothing is checked here
 * @returns the position of the value; of the nearest one around it when there is no such value
 */
export function locateJson(text: string): (pointer: string) => Position {
  const offsets = offsetsByPointer(text);
  const offsetOf = (pointer: string): number => {
    const offset = offsets.get(pointer);
    if (offset !== undefined || pointer === '') return offset ?? 0;
    return offsetOf(pointer.slice(0, pointer.lastIndexOf('/')));
  };
  return (pointer) => positionAt(text, offsetOf(pointer));
}

function offsetsByPointer(text: string): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const open: Frame[] = [];
  for (let at = nextToken(text, 0); at < text.length;) {
    const frame = open.at(-1);
    const char = text[at]!;
    const end = char === '"' ? endOfString(text, at) : endOfToken(text, at);
    if (char === '}' || char === ']') open.pop();
    else if (char === ',') goOn(frame!);
    else if (frame?.expectsKey === true) {
      frame.key = JSON.parse(text.slice(at, end)) as string;
      frame.expectsKey = false;
    } else if (char !== ':') {
      const pointer = frame === undefined ? '' : pointerTo(frame.pointer, frame.key);
      offsets.set(pointer, at);
      if (char === '{' || char === '[')
        open.push({ pointer, isObject: char === '{', key: 0, expectsKey: char === '{' });
    }
    at = nextToken(text, end);
  }
  return offsets;
}

function goOn(frame: Frame): void {
  if (frame.isObject) frame.expectsKey = true;
  else frame.key = Number(frame.key) + 1;
}

function nextToken(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
  return at;
}

/** Behind the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Behind a sign of its own, or a word or number. */
function endOfToken(text: string, start: number): number {
  if ('{}[],:'.includes(text[start]!)) return start + 1;
  let at = start + 1;
  while (at < text.length && !' \t\r\n{}[],:'.includes(text[at]!)) at++;
  return at;
}
