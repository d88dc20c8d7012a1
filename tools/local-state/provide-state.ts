import { constants, existsSync } from 'node:fs';
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const unfinishedName = 'postgres.new-';

/**
 * Copies a database into a state folder that has none, which an app would otherwise make at its first start. The folder
 * must belong to the caller.
 *
 * @param folder the app's `SPILLWAY_DATA_DIR`
 */
export async function provideState(folder: string): Promise<void> {
  const target = join(folder, 'postgres');
  if (existsSync(target)) return;
  // Loads the engine's store, which a run that has its databases does without.
  const { freshStateFolder } = await import('./fresh-state-folder.ts');
  await removeUnfinished(folder);
  const unfinished = join(folder, `${unfinishedName}${process.pid}`);
  await cp(join(await freshStateFolder(), 'postgres'), unfinished, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
  });
  await rename(unfinished, target);
}

/** What starts that were killed have left. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    if (name.startsWith(unfinishedName)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
