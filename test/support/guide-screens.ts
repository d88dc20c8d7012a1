import { writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { read } from './source-files.js';

const block = /^```(.*)\n([\s\S]*?)^```$/gm;

/** The texts of a guide's code blocks of one language; of none those that show a screen. */
export function guideTexts(guide: string, language: string): readonly string[] {
  return [...read(guide).matchAll(block)].flatMap(([, of, text]) => (of === language ? [text!] : []));
}

/**
 * Compares a screen with the one that a guide shows. `SPILLWAY_WRITE_GOLDEN=1` writes it into the guide instead: look at
 * the difference before committing it.
 *
 * @param place which of the guide's screens, from 0
 */
export function expectGuideScreen(guide: string, place: number, screen: string): void {
  let at = 0;
  if (process.env['SPILLWAY_WRITE_GOLDEN'] === '1') {
    const written = read(guide).replace(block, (found: string, of: string) =>
      of === '' && at++ === place ? `\`\`\`\n${screen}\`\`\`` : found,
    );
    writeFileSync(guide, written);
  }
  expect(guideTexts(guide, '')[place]).toBe(screen);
}
