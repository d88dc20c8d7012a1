import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exampleOf, type EventContract } from '@spillway/contracts';
import { SpillwayError } from '@spillway/events';
import { UsageError } from '../context/usage-error.js';
import { parsePayload } from './parse-payload.js';

/**
 * An example of an event, as JSON: one of the files beside its contract, or where there is none what its types make up. A
 * file has the data in a member `json`, beside what else it says of it, or is the data.
 *
 * @param name of the file, without its end; the first by name when absent
 * @throws UsageError `SPW-3030` no such example · SpillwayError `SPW-1030` it is no JSON, or no object
 */
export function readExample(schemasFolder: string, contract: EventContract, name?: string): unknown {
  const { fullName, path, type } = contract;
  const folder = join(schemasFolder, dirname(path), 'examples');
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .toSorted()
    : [];
  if (name === undefined && names.length === 0) return exampleOf(type.node);
  const file = name === undefined ? usual(names) : names.find((each) => basename(each, '.json') === name);
  if (file === undefined) {
    const known = names.map((each) => basename(each, '.json')).join(', ') || 'none';
    throw new UsageError('SPW-3030', `${fullName} has no example ${name}: ${known}`);
  }
  const shownAs = `examples/${file} of ${fullName}`;
  const example = parsePayload(readFileSync(join(folder, file), 'utf8'), shownAs);
  if (typeof example === 'object' && example !== null && !Array.isArray(example))
    return 'json' in example ? example.json : example;
  throw new SpillwayError('SPW-1030', `${shownAs} is no object: the data, or one with the data in a member "json".`);
}

/** Examples at the limits of a contract are there to prove it. */
function usual(names: readonly string[]): string | undefined {
  return names.find((name) => !name.includes('limit')) ?? names[0];
}
