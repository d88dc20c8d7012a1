import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputFiles } from './input-files.ts';

let folder: string;
const path = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-input-'));
  mkdirSync(path('more'));
  for (const name of ['b.csv', 'a.csv', 'C.csv', 'odd [1].csv', 'two, parts.csv', 'more/d.csv.gz'])
    writeFileSync(path(name), '');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('input files', () => {
  it('sorts what a pattern matches, the same on every machine', () => {
    expect(inputFiles(['[abC].csv'], folder)).toEqual([path('C.csv'), path('a.csv'), path('b.csv')]);
  });

  it('keeps the order of several inputs and reads no file twice', () => {
    expect(inputFiles(['more/*.gz', 'b.csv', '[ab].csv'], folder)).toEqual([
      path('more/d.csv.gz'),
      path('b.csv'),
      path('a.csv'),
    ]);
  });

  it('takes a name with pattern letters that exists as that file', () => {
    expect(inputFiles(['odd [1].csv'], folder)).toEqual([path('odd [1].csv')]);
  });

  it.each([
    ['missing.csv', 'There is no file '],
    ['*.json', 'No file matches '],
    ['more', 'is a folder.'],
    ['two*.csv', 'two, parts.csv has a comma in its path'],
  ])('refuses %s', (input, detail) => {
    expect(() => inputFiles([input], folder)).toThrow(
      expect.objectContaining({ code: 'SPW-1004', message: expect.stringContaining(detail) }),
    );
  });
});
