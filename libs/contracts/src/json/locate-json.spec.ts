import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { pointerTo } from '../schema/pointer-to.js';
import { locateJson } from './locate-json.js';

const text = `{
  "name": "A\\"},{", "fields": [
    { "name": "a/b~c", "a/b~c": [] , "é€": 1.5e3 },\r
    null
  ],
  "twice": 1, "twice": {"x": true}
}`;

/** Every value of a document with its pointer. */
function valuesOf(value: unknown, pointer = ''): readonly (readonly [string, unknown])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[pointer, value], ...inner.flatMap(([key, part]) => valuesOf(part, pointerTo(pointer, key)))];
}

describe('the position of a value', () => {
  it.each([
    ['', '1:1'],
    ['/name', '2:11'],
    ['/fields', '2:31'],
    ['/fields/0', '3:5'],
    ['/fields/0/a~1b~0c', '3:33'],
    ['/fields/0/é€', '3:44'],
    ['/fields/1', '4:5'],
    ['/twice', '6:24'],
    ['/twice/x', '6:30'],
    ['/fields/0/missing/deeper', '3:5'],
    ['/nothing', '1:1'],
  ])('%s is %s', (pointer, position) => {
    const { line, column } = locateJson(text)(pointer);
    expect(`${line}:${column}`).toBe(position);
  });

  const { options } = propertyRuns('locate-json', 300);
  it('is where JSON.parse reads that value, in any document however it is indented', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), (document, indent) => {
        const written = JSON.stringify(document, null, indent);
        const lines = written.split('\n');
        const locate = locateJson(written);
        for (const [pointer, value] of valuesOf(JSON.parse(written))) {
          const { line, column } = locate(pointer);
          const rest = [lines[line - 1]!.slice(column - 1), ...lines.slice(line)].join('\n');
          const shown = JSON.stringify(value, null, indent).split('\n')[0]!;
          expect(rest.startsWith(shown)).toBe(true);
        }
      }),
      options,
    );
  });

  it('takes a string of megabytes and arrays without end', () => {
    const long = `{"doc": "${'x'.repeat(20_000_000)}", "a": 1}`;
    expect(locateJson(long)('/a').column).toBe(long.length - 1);
    expect(locateJson(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)('/0/0').column).toBe(3);
  });
});
