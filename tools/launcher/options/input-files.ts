import { accessSync, constants, globSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { SpillwayError } from '@spillway/events';

/**
 * The files behind `--input`, absolute: patterns in the order given, each one's matches sorted by path; no file twice.
 *
 * @throws SpillwayError `SPW-1004` when a file does not exist, is a folder, has a comma in its
 *   path, may not be read, or a pattern matches nothing
 */
export function inputFiles(inputs: readonly string[], workingDir: string): readonly string[] {
  const files = inputs.flatMap((input) => expand(input, workingDir));
  for (const file of files) requireReadable(file);
  return [...new Set(files)];
}

function expand(input: string, workingDir: string): readonly string[] {
  const path = resolve(workingDir, input);
  // A name that exists is that file, whatever letters are in it.
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return [path];
  const matches = globSync(input, { cwd: workingDir }).map((match) => resolve(workingDir, match));
  if (matches.length > 0) return matches.toSorted(byCodeUnits);
  const isPattern = /[*?[{]/.test(basename(input) + dirname(input));
  throw new SpillwayError('SPW-1004', isPattern ? `No file matches ${path}` : `There is no file ${path}`);
}

/** The same order on every machine. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function requireReadable(file: string): void {
  if (file.includes(',')) {
    const fix = 'Rename it, or give a link to it without a comma: ln -s <file> <link>';
    throw new SpillwayError('SPW-1004', `${file} has a comma in its path; the list of files is parted by commas.`, {
      context: { fix },
    });
  }
  if (statSync(file).isDirectory()) {
    const fix = `Give the files in it: npm start -- --input '${file}/*.csv.gz'`;
    throw new SpillwayError('SPW-1004', `${file} is a folder.`, { context: { fix } });
  }
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    const fix = `Let this user read it, e.g.: chmod a+r '${file}'`;
    throw new SpillwayError('SPW-1004', `${file} may not be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
      context: { fix },
    });
  }
}
