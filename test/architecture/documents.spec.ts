import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { read, sourceFiles } from '../support/source-files.js';

const pages = sourceFiles(/\.md$/);

/** Relative links of a page whose target does not exist. */
function brokenLinks(page: string): readonly string[] {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map((match) => match[1]!);
  return links.filter((link) => !existsSync(join(dirname(page), decodeURI(link)))).map((link) => `${page}: ${link}`);
}

describe('documents', () => {
  it('link only to what exists', () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) => [...read(page).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!));
    expect([...new Set(named)].filter((script) => !(script in scripts))).toEqual([]);
  });

  it('list every integrity spec in the guarantee sheet of the README', () => {
    const readme = read('README.md');
    expect(sourceFiles(/^test\/integrity\/.*\.spec\.ts$/).filter((file) => !readme.includes(`](${file})`))).toEqual([]);
  });
});
