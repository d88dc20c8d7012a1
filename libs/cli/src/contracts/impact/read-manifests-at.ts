import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { SpillwayError } from '@spillway/events';
import type { SchemaFile } from '@spillway/contracts';
import type { AppManifest } from '@spillway/streaming';
import type { CliContext } from '../../context/cli-context.js';
import { readGitRef } from '../past/read-git-ref.js';
import { manifestName } from '../../manifests/find-manifests.js';

export interface ManifestPlace {
  /** `git:<ref>` or a folder: whose manifests say what the apps pin. */
  readonly manifests: string;
  /** The folder that holds apps and contracts, for a ref. */
  readonly root: string;
  readonly workingDir: string;
  readonly env: CliContext['env'];
}

/**
 * What the apps say of themselves, by name; one that stands there twice counts once.
 *
 * @throws SpillwayError `SPW-3009` nothing can be read there · `SPW-3020` a file there is no manifest
 */
export async function readManifestsAt({
  manifests,
  root,
  workingDir,
  env,
}: ManifestPlace): Promise<readonly AppManifest[]> {
  const files = manifests.startsWith('git:')
    ? await readGitRef(manifests.slice('git:'.length), { folder: root, env }, workingDir, manifestName)
    : manifestsBelow(resolve(workingDir, manifests), workingDir);
  const { parseManifest } = await import('@spillway/streaming');
  const byApp = new Map(
    files.map(({ text, shownAs }) => parseManifest(text, shownAs)).map((manifest) => [manifest.app, manifest]),
  );
  return [...byApp.values()].toSorted((one, other) => (one.app < other.app ? -1 : 1));
}

function manifestsBelow(folder: string, shownFrom: string): readonly SchemaFile[] {
  try {
    return [...filesBelow(folder)].map((file) => {
      const shownAs = relative(shownFrom, file).replaceAll('\\', '/');
      return { path: shownAs, shownAs, text: readFileSync(file, 'utf8') };
    });
  } catch (cause) {
    throw new SpillwayError('SPW-3009', `${folder} cannot be read.`, { cause });
  }
}

/** What is installed and what was built is somebody else's, or the same once more. */
function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const isOther = entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.');
    if (entry.isDirectory() && !isOther) yield* filesBelow(path);
    else if (entry.isFile() && entry.name === manifestName) yield path;
  }
}
