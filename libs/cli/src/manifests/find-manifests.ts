import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const manifestName = 'spillway.manifest.json';

/**
 * The manifests of the apps here: those that are named, else the one of the nearest folder upwards that has one, else those
 * of the apps (`apps/<app>`) of the nearest folder upwards. Empty when there are none.
 */
export function findManifests(workingDir: string, named: readonly string[] = []): readonly string[] {
  if (named.length > 0) return named.map((file) => resolve(workingDir, file));
  const own = join(workingDir, manifestName);
  if (existsSync(own)) return [own];
  const apps = join(workingDir, 'apps');
  const ofApps = existsSync(apps)
    ? readdirSync(apps)
        .toSorted()
        .map((app) => join(apps, app, manifestName))
    : [];
  const found = ofApps.filter((file) => existsSync(file));
  if (found.length > 0) return found;
  const parent = dirname(workingDir);
  return parent === workingDir ? [] : findManifests(parent);
}
