import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from '@spillway/contracts';

/** A file in the generator's folder that no generator wrote, and that would be written over or removed. */
export function foreignFile(differences: readonly Difference[], root: string): string | undefined {
  const there = differences.filter(({ reason }) => reason === 'not generated any more' || reason === 'differs');
  return there.find(({ path }) => !path.endsWith('.example.json') && !isGenerated(join(root, path)))?.path;
}

/** By its first line; JSON has none, so examples are known by their name. */
function isGenerated(file: string): boolean {
  return readFileSync(file, 'utf8').startsWith('// Generated from ');
}
