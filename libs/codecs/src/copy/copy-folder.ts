import { join } from 'node:path';

/** Says of a folder that nothing is kept, as it does of the state's. */
const nothingKept = 'memory:';

/**
 * Where an app keeps copies of schemas.
 *
 * @param named   what the configuration names
 * @param dataDir the app's own folder, where it has one
 * @returns undefined where nothing is kept
 */
export function copyFolder(named: string | undefined, dataDir: string | undefined): string | undefined {
  if (named !== undefined) return named === nothingKept ? undefined : named;
  return dataDir === undefined || dataDir === nothingKept ? undefined : join(dataDir, 'schemas');
}
