import { describe, expect, it } from '@jest/globals';
import { read } from '../support/source-files.js';

const page = 'docs/reference/bad-inputs.md';
const first = 41;
const last = 82;

interface Row {
  readonly number: number;
  readonly specs: readonly string[];
}

/** The rows of the page's table, with the specs they link to. */
function rows(): readonly Row[] {
  const lines = [...read(page).matchAll(/^\|\s*(\d+)\s*\|.*$/gm)];
  return lines.map(([line, number]) => ({
    number: Number(number),
    specs: [...line.matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g)].map((link) => link[1]!),
  }));
}

/** The classes that the titles of a spec's tests begin with. */
function classesOf(spec: string): ReadonlySet<number> {
  const titles = read(spec).matchAll(/(?:\bit\(|\)\(|\[|^\s*)\s*['`](\d\d) /gm);
  return new Set([...titles].map((title) => Number(title[1])).filter((number) => number >= first && number <= last));
}

describe('the page of bad inputs', () => {
  it('has every class once, in order', () => {
    expect(rows().map(({ number }) => number)).toEqual(
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
  });

  it('links each class to specs with a test of that number', () => {
    const missing = rows().flatMap(({ number, specs }) =>
      specs.length === 0
        ? [`${number}: no spec`]
        : specs.filter((spec) => !classesOf(spec).has(number)).map((spec) => `${number}: ${spec}`),
    );
    expect(missing).toEqual([]);
  });

  it('names every spec that has tests of a class', () => {
    const linked = new Map(rows().map(({ number, specs }) => [number, specs]));
    const specs = new Set([...linked.values()].flat());
    const unnamed = [...specs].flatMap((spec) =>
      [...classesOf(spec)]
        .filter((number) => linked.get(number)?.includes(spec) !== true)
        .map((number) => `${number}: ${spec}`),
    );
    expect(unnamed).toEqual([]);
  });
});
