import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AppManifest } from '@spillway/streaming';

/** Writes an app's manifest, as the last step of its build. A file that says the same already is left alone. */
export function writeManifest(manifest: AppManifest, file = 'spillway.manifest.json'): void {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
