import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite as Engine, type PGliteOptions } from '../../node_modules/@electric-sql/pglite/dist/index.js';
import { engineVersion } from '../../tools/local-state/engine-version.ts';
import { cacheDir } from '../../tools/setup/paths.mjs';

/**
 * In place of `@electric-sql/pglite` in specs: to make a database takes seconds of a core, to read one that was made does
 * not. Databases in folders are made as ever.
 */
export const PGlite = {
  defaultStartParams: Engine.defaultStartParams,
  create: async (options: PGliteOptions): Promise<Engine> =>
    Engine.create(options.dataDir === undefined ? { ...options, loadDataDir: await freshDatabase() } : options),
};

/** What a database is when it was made, by this version of the engine: a file, written once on each machine. */
async function freshDatabase(): Promise<Blob> {
  const file = join(cacheDir, `pglite-${engineVersion()}.tar`);
  if (!existsSync(file)) await writeFreshDatabase(file);
  return new Blob([readFileSync(file)], { type: 'application/x-tar' });
}

/** It has its name only when it is whole: workers may do this at the same time. */
async function writeFreshDatabase(file: string): Promise<void> {
  const engine = await Engine.create();
  const dump = await engine.dumpDataDir('none');
  await engine.close();
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(unfinished, Buffer.from(await dump.arrayBuffer()));
  renameSync(unfinished, file);
}
