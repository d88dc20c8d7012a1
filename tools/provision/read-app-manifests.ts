import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest, type AppManifest } from '@spillway/streaming';
import { rootDir } from '../setup/paths.mjs';

const apps = ['producer', 'consumer', 'audit'];

/** What the apps of this repository do on the log, as their builds wrote it. */
export function readAppManifests(): readonly AppManifest[] {
  return apps.map((app) => {
    const file = join(rootDir, 'apps', app, 'spillway.manifest.json');
    return parseManifest(readFileSync(file, 'utf8'), file);
  });
}
