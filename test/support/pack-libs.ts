import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Packs libs of this repository, and those that they depend on, as npm would publish them; answers the tarballs. */
export async function packLibs(names: readonly string[], folder: string): Promise<readonly string[]> {
  const all = [...withDependencies(names)];
  const workspaces = all.flatMap((name) => ['--workspace', name]);
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...workspaces];
  const { stdout } = await run('npm', args, { maxBuffer: 64 * 1024 * 1024 });
  const packed = Object.values(JSON.parse(stdout) as Readonly<Record<string, { readonly filename: string }>>);
  return packed.map(({ filename }) => join(folder, filename.replace(/^@/, '').replace('/', '-')));
}

function withDependencies(names: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const name of names.filter((each) => !found.has(each))) {
    found.add(name);
    const { dependencies = {} } = JSON.parse(
      readFileSync(join('libs', name.replace('@spillway/', ''), 'package.json'), 'utf8'),
    ) as Manifest;
    withDependencies(
      Object.keys(dependencies).filter((each) => each.startsWith('@spillway/')),
      found,
    );
  }
  return found;
}
