import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Contract } from '@spillway/contracts';
import { SpillwayError } from '@spillway/events';

/**
 * An example of an event, as JSON: the files beside its contract.
 *
 * @param name of the file, without its end; the first by name when absent
 * @throws SpillwayError `SPW-3030`
 */
export function readExample(schemasFolder: string, { fullName, path }: Contract, name?: string): unknown {
  const folder = join(schemasFolder, dirname(path), 'examples');
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .toSorted()
    : [];
  const file = name === undefined ? usual(names) : names.find((each) => basename(each, '.json') === name);
  if (file === undefined) {
    const known = names.map((each) => basename(each, '.json')).join(', ') || 'none';
    throw new SpillwayError('SPW-3030', `${fullName} has no example${name === undefined ? '' : ` ${name}`}: ${known}`);
  }
  return (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { json: unknown }).json;
}

/** Examples at the limits of a contract are there to prove it. */
function usual(names: readonly string[]): string | undefined {
  return names.find((name) => !name.includes('limit')) ?? names[0];
}
