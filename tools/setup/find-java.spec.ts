import { describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { hasMaven, majorVersion } from './find-java.mjs';

describe('the Java version', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ['Unable to locate a Java Runtime.', undefined],
  ])('is read from %j', (text, major) => {
    expect(majorVersion(text)).toBe(major);
  });
});

describe('Maven', () => {
  it('is found on the path even where it cannot run for want of Java', () => {
    const folder = mkdtempSync(join(tmpdir(), 'spillway-maven-'));
    expect(hasMaven(folder)).toBe(false);
    writeFileSync(join(folder, 'mvn'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder, 'mvn'), 0o755);
    expect(hasMaven(['/nowhere', folder].join(delimiter))).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
