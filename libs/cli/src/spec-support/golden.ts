import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/**
 * Compares a screen with the file that has it. `SPILLWAY_WRITE_GOLDEN=1` writes the file instead: look at the difference
 * before committing it.
 */
export function expectGolden(file: string, screen: string): void {
  if (process.env['SPILLWAY_WRITE_GOLDEN'] === '1') writeFileSync(file, screen);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : `there is no ${file}`).toBe(screen);
}
