import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SpillwayError } from '@spillway/events';
import type { SchemaFile } from './schema-file.js';

/**
 * The `.avsc` files of a folder and those below.
 *
 * @param shownFrom the folder that people see paths from
 * @throws SpillwayError `SPW-3009`
 */
export function readFolder(folder: string, shownFrom: string): readonly SchemaFile[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.avsc'));
    return names.map((name) => ({
      path: slashed(name),
      shownAs: slashed(relative(shownFrom, join(folder, name))),
      text: readFileSync(join(folder, name), 'utf8'),
    }));
  } catch (cause) {
    throw new SpillwayError('SPW-3009', `${folder} cannot be read.`, { cause });
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
