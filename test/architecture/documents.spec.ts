import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { read, sourceFiles } from '../support/source-files.js';

const pages = sourceFiles(/\.md$/);

/** Relative links of a page whose target does not exist. */
function brokenLinks(page: string): readonly string[] {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map((match) => match[1]!);
  return links.filter((link) => !existsSync(join(dirname(page), decodeURI(link)))).map((link) => `${page}: ${link}`);
}

/** Folders of a room that its map does not name. */
function unnamedFolders(map: string, room: string): readonly string[] {
  const folders = readdirSync(room, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => `${name}/`).filter((name) => !read(map).includes(`\`${name}\``));
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

  it('name every folder of the rooms that they are a map of', () => {
    expect(unnamedFolders('ARCHITECTURE.md', 'test')).toEqual([]);
    expect(unnamedFolders('libs/streaming/README.md', 'libs/streaming/src')).toEqual([]);
  });

  it('show in the README code of a guide that is executed', () => {
    const blocks = [...read('README.md').matchAll(/```ts\n(.*?)```/gs)].flatMap(([, code]) =>
      code!.trim().split('\n\n'),
    );
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block) => !read('docs/guides/adopt.md').includes(block))).toEqual([]);
  });

  it('list every integrity spec in the guarantee sheet of the README', () => {
    const readme = read('README.md');
    expect(sourceFiles(/^test\/integrity\/.*\.spec\.ts$/).filter((file) => !readme.includes(`](${file})`))).toEqual([]);
  });
});
