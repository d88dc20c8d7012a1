import { describe, expect, it } from '@jest/globals';
import { errorTable } from '@spillway/events';
import { read, sourceFiles } from '../support/source-files.js';

const code = /SPW-\d{4}/g;
const codes = Object.keys(errorTable).sort();

describe('error codes', () => {
  const table = sourceFiles(/^libs\/events\/src\/errors\/areas\/.*\.ts$/);

  it('are each defined once', () => {
    const defined = table.flatMap((file) => read(file).match(/'SPW-\d{4}'(?=:)/g) ?? []);
    expect(defined.length).toBe(codes.length);
  });

  it('stand on the reference page, and the page knows no other', () => {
    const page = [...new Set(read('docs/reference/errors.md').match(/^## SPW-\d{4}/gm))].map((line) => line.slice(3));
    expect(page.sort()).toEqual(codes);
  });

  it('used anywhere in code or documents exist', () => {
    const users = sourceFiles(/^(?:libs|apps|tools|docs|test|benchmarks)\/.*\.(?:ts|mjs|md)$|^[A-Z]+\.md$/);
    const unknown = users.flatMap((file) =>
      (read(file).match(code) ?? []).filter((used) => !codes.includes(used)).map((used) => `${file}: ${used}`),
    );
    expect(unknown).toEqual([]);
  });

  it('are used by product code', () => {
    const product = sourceFiles(/^(?:libs|apps|tools)\/.*\.(?:ts|mjs)$/).filter(
      (file) => !file.includes('/errors/areas/') && !/spec\.ts$/.test(file),
    );
    const used = new Set(product.flatMap((file) => read(file).match(code) ?? []));
    expect(codes.filter((candidate) => !used.has(candidate))).toEqual([]);
  });
});
