import { resolve } from 'node:path';
import { readFolder, type ContractSet, type Past } from '@spillway/contracts';
import { openRegistry, type RegistryOptions } from '../open-registry.js';
import { pastOfFiles } from './past-of-files.js';
import { pastOfRegistry } from './past-of-registry.js';
import { readGitRef } from './read-git-ref.js';

export interface PastOptions extends RegistryOptions {
  /** `git:<ref>`, `registry` or a folder. */
  readonly against: string;
  readonly schemasFolder: string;
  readonly workingDir: string;
}

/**
 * What contracts are compared with.
 *
 * @throws SpillwayError `SPW-3009` · `SPW-3008` · `SPW-3003` · `SPW-2004`
 */
export async function readPast(proposed: ContractSet, options: PastOptions): Promise<Past> {
  const { against, schemasFolder, workingDir, env } = options;
  if (against.startsWith('git:')) {
    return pastOfFiles(
      against,
      await readGitRef(against.slice('git:'.length), { folder: schemasFolder, env }, workingDir),
    );
  }
  if (against !== 'registry') return pastOfFiles(against, readFolder(resolve(workingDir, against), workingDir));
  const { history } = await openRegistry(options);
  return pastOfRegistry(history, proposed);
}
