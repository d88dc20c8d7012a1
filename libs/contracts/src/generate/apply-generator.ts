import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { GeneratedFile, Generator } from './generator.js';

export interface Difference {
  readonly path: string;
  readonly reason: 'missing' | 'differs' | 'not generated any more';
}

export interface GenerationPlan {
  readonly differences: readonly Difference[];
  /** What the generator makes, by path. */
  readonly contents: ReadonlyMap<string, string>;
}

/** What on disk is not what the generator makes; writes nothing. */
export function planGeneration(generator: Generator, root: string): GenerationPlan {
  const files = generator.generate(root);
  const contents = new Map(files.map((file) => [file.path, file.content]));
  const stale = filesOf(generator, root).filter((path) => !contents.has(path));
  const differences = [
    ...files.flatMap((file) => differenceOf(file, root)),
    ...stale.map((path) => ({ path, reason: 'not generated any more' as const })),
  ];
  return { differences, contents };
}

export function findDifferences(generator: Generator, root: string): readonly Difference[] {
  return planGeneration(generator, root).differences;
}

/** Brings the disk in line with the plan. */
export function applyPlan({ differences, contents }: GenerationPlan, root: string): void {
  for (const { path } of differences) {
    const content = contents.get(path);
    if (content === undefined) rmSync(join(root, path));
    else writeFile(join(root, path), content);
  }
}

/** Brings the disk in line with the generator; answers what changed. */
export function applyGenerator(generator: Generator, root: string): readonly Difference[] {
  const plan = planGeneration(generator, root);
  applyPlan(plan, root);
  return plan.differences;
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
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .toSorted();
  });
}

function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
