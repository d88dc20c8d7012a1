import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { fingerprintOf } from './fingerprint.mjs';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-fingerprint-'));
  mkdirSync(at('src'));
  writeFileSync(at('src/one.ts'), 'one');
});

afterEach(() => rmSync(folder, { recursive: true }));

it('changes when a file is added, removed or written, and comes back with what it was', () => {
  const before = fingerprintOf([at('src')]);
  writeFileSync(at('src/two.ts'), '');
  const added = fingerprintOf([at('src')]);
  rmSync(at('src/two.ts'));
  expect(added).not.toBe(before);
  expect(fingerprintOf([at('src')])).toBe(before);
  utimesSync(at('src/one.ts'), 1, 1);
  expect(fingerprintOf([at('src')])).not.toBe(before);
});

it('passes over what is not there', () => {
  const before = fingerprintOf([at('src')]);
  symlinkSync(at('gone'), at('src/three.ts'));
  expect(fingerprintOf([at('src')])).toBe(before);
});
