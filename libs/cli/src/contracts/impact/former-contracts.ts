import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readContracts, readFolder, type Contract, type SchemaFile } from '@spillway/contracts';
import { readGitRef } from '../past/read-git-ref.js';
import type { ManifestPlace } from './read-manifests-at.js';

/**
 * The contracts that stand where the manifests do, by full name. What apps pin besides comes from elsewhere, such as a
 * package of another team: that it is not here says nothing.
 *
 * @throws SpillwayError `SPW-3009` nothing can be read there
 */
export async function formerContracts(
  place: ManifestPlace,
  schemasFolder: string,
): Promise<ReadonlyMap<string, Contract>> {
  const { contracts } = readContracts(await filesAt(place, schemasFolder), { areInPlace: false });
  return new Map(contracts.map((contract) => [contract.fullName, contract]));
}

async function filesAt(
  { manifests, root, workingDir, env }: ManifestPlace,
  schemasFolder: string,
): Promise<readonly SchemaFile[]> {
  if (manifests.startsWith('git:')) {
    return readGitRef(manifests.slice('git:'.length), { folder: schemasFolder, env }, workingDir);
  }
  const folder = join(resolve(workingDir, manifests), relative(root, schemasFolder));
  return existsSync(folder) ? readFolder(folder, workingDir) : [];
}
