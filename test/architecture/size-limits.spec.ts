import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { read, sourceFiles } from '../support/source-files.js';

const maxFileLines = 400;
const maxMedianFileLines = 100;
const maxFunctionLines = 80;

const code = sourceFiles(/^(?:libs|apps|tools|benchmarks|test)\/.*\.(?:ts|mjs)$/).filter(
  (file) => !file.includes('/generated/'),
);
const product = code.filter((file) => !/spec\.ts$/.test(file) && !file.startsWith('test/'));

function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}

/** `file:line name (n lines)` of each function longer than the limit. */
function longFunctions(file: string): readonly string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const lines = source.getLineAndCharacterOfPosition(node.end).line - first + 1;
      if (lines > maxFunctionLines) found.push(`${file}:${first + 1} (${lines} lines)`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('size limits', () => {
  it(`no file is longer than ${maxFileLines} lines`, () => {
    const long = code
      .map((file) => ({ file, lines: lineCount(read(file)) }))
      .filter(({ lines }) => lines > maxFileLines);
    expect(long).toEqual([]);
  });

  it(`product files are mostly under ${maxMedianFileLines} lines`, () => {
    const lines = product.map((file) => lineCount(read(file))).sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThan(maxMedianFileLines);
  });

  it(`no product function is longer than ${maxFunctionLines} lines`, () => {
    expect(product.flatMap(longFunctions)).toEqual([]);
  });
});
