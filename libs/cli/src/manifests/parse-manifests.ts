import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { SpillwayError } from '@spillway/events';
import type { AppManifest } from '@spillway/streaming';

/**
 * Manifests from their files.
 *
 * @param shownFrom the folder that people see paths from
 * @throws SpillwayError `SPW-3020` one cannot be read, or is no manifest
 */
export async function parseManifests(files: readonly string[], shownFrom: string): Promise<readonly AppManifest[]> {
  // Loaded only now: other commands start without.
  const { parseManifest } = await import('@spillway/streaming');
  return files.map((file) => parseManifest(readText(file), relative(shownFrom, file)));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SpillwayError('SPW-3020', `${file} cannot be read.`, { cause });
  }
}
