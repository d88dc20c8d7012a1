import { describe, expect, it } from '@jest/globals';
import { majorVersion } from './find-java.mjs';

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
