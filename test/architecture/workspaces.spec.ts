import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { read } from '../support/source-files.js';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const libs = readdirSync('libs');
const apps = readdirSync('apps');
const folders = [...libs.map((lib) => `libs/${lib}`), ...apps.map((app) => `apps/${app}`)];
const json = <T>(file: string): T => JSON.parse(read(file)) as T;

describe('workspaces', () => {
  it('nest-cli.json lists every app and lib', () => {
    const { projects } = json<{ projects: Record<string, { root: string }> }>('nest-cli.json');
    expect(
      Object.values(projects)
        .map(({ root }) => root)
        .sort(),
    ).toEqual([...folders].sort());
  });

  it('tsconfig.json references every app and lib', () => {
    const { references } = json<{ references: { path: string }[] }>('tsconfig.json');
    expect(references.map(({ path }) => path).sort()).toEqual([...folders].sort());
  });

  it.each(folders)('%s references exactly the workspaces it depends on', (folder) => {
    const { dependencies = {} } = json<Manifest>(`${folder}/package.json`);
    const { references = [] } = json<{ references?: { path: string }[] }>(`${folder}/tsconfig.json`);
    const wanted = Object.keys(dependencies).filter((name) => name.startsWith('@spillway/'));
    expect(references.map(({ path }) => `@spillway/${path.split('/').pop()}`).sort()).toEqual(wanted.sort());
  });
});

describe('runtime dependencies', () => {
  it('need no install script', () => {
    const lock = json<{ packages: Record<string, { hasInstallScript?: boolean; dev?: boolean; optional?: boolean }> }>(
      'package-lock.json',
    );
    const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript && !entry.dev);
    // Set-up never runs these scripts; each is known to work without: chdb ships its binary in a platform package,
    // scarf (below swagger-ui) only reports installs, protobufjs only prints a version hint.
    const knownToWorkWithout = ['node_modules/chdb', 'node_modules/@scarf/scarf', 'node_modules/protobufjs'];
    expect(scripted.map(([path]) => path).filter((path) => !knownToWorkWithout.includes(path))).toEqual([]);
  });

  it('records no download address', () => {
    const lock = json<{ packages: Record<string, { resolved?: string }> }>('package-lock.json');
    const remote = Object.values(lock.packages).filter(({ resolved }) => resolved?.includes('://'));
    expect(remote).toEqual([]);
  });
});
