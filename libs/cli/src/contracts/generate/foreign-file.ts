import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from '@spillway/contracts';

/** A file in the generator's folder that no generator wrote, and that would be removed as one without a contract. */
export function foreignFile(differences: readonly Difference[], root: string): string | undefined {
  const stale = differences.filter(({ reason }) => reason === 'not generated any more');
  return stale.find(({ path }) => !readFileSync(join(root, path), 'utf8').startsWith('// Generated from '))?.path;
}
