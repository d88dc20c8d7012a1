import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GeneratedFile, Generator } from './generator.ts';

export interface Difference {
  readonly path: string;
  readonly reason: 'missing' | 'differs' | 'not generated any more';
}

/** What on disk is not what the generator makes; writes nothing. */
export function findDifferences(generator: Generator, root: string): readonly Difference[] {
  const files = generator.generate(root);
  const wanted = new Set(files.map((file) => file.path));
  const stale = filesOf(generator, root).filter((path) => !wanted.has(path));
  return [
    ...files.flatMap((file) => differenceOf(file, root)),
    ...stale.map((path) => ({ path, reason: 'not generated any more' as const })),
  ];
}

/** Brings the disk in line with the generator; answers what changed. */
export function applyGenerator(generator: Generator, root: string): readonly Difference[] {
  const differences = findDifferences(generator, root);
  const contents = new Map(generator.generate(root).map((file) => [file.path, file.content]));
  for (const { path } of differences) {
    const content = contents.get(path);
    if (content === undefined) rmSync(join(root, path));
    else writeFile(join(root, path), content);
  }
  return differences;
}

function differenceOf(file: GeneratedFile, root: string): readonly Difference[] {
  const path = join(root, file.path);
  if (!existsSync(path)) return [{ path: file.path, reason: 'missing' }];
  return readFileSync(path, 'utf8') === file.content ? [] : [{ path: file.path, reason: 'differs' }];
}

function filesOf(generator: Generator, root: string): readonly string[] {
  return generator.ownedFolders.flatMap((folder) => {
    if (!existsSync(join(root, folder))) return [];
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      )
      .toSorted();
  });
}

function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
