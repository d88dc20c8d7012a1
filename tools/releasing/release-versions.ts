import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { eventFolder } from '@spillway/contracts';
import type { EventDefinition } from '@spillway/events';

type Released = Pick<EventDefinition, 'type' | 'schema'>;

const notes = 'released.sha256';

/**
 * Keeps the contract of every event, with its examples, as its next version, unless its newest one is the same.
 *
 * @param schemas the folder of contracts
 * @returns the versions that were added, below that folder
 * @throws Error a version is not as it was released; nothing is added then
 */
export function releaseVersions(schemas: string, events: readonly Released[]): readonly string[] {
  refuseChanged(schemas);
  return events.flatMap(({ type, schema }) => {
    const folder = eventFolder(type);
    const versions = join(schemas, folder, 'versions');
    const count = existsSync(versions) ? readdirSync(versions).length : 0;
    const newest = count === 0 ? undefined : readJson(join(versions, `${count}.json`));
    if (isDeepStrictEqual(newest?.['schema'], JSON.parse(JSON.stringify(schema)))) return [];
    mkdirSync(versions, { recursive: true });
    const name = `${folder}/versions/${count + 1}.json`;
    release(schemas, name, { schema, examples: examplesIn(join(schemas, folder)) });
    return [name];
  });
}

/** What lies in logs is not written anew: by what was noted when a version was released. */
function refuseChanged(schemas: string): void {
  const noted = readFileSync(join(schemas, notes), 'utf8').split('\n').filter(Boolean);
  for (const [hash, name] of noted.map((line) => line.split('  ') as [string, string])) {
    const file = join(schemas, name);
    if (existsSync(file) && hashOf(readFileSync(file, 'utf8')) === hash) continue;
    throw new Error(`${name} is not as it was released: bring it back, for what was written by it is still there.`);
  }
}

function release(schemas: string, name: string, version: object): void {
  const text = `${JSON.stringify(version, null, 2)}\n`;
  writeFileSync(join(schemas, name), text, { flag: 'wx' });
  appendFileSync(join(schemas, notes), `${hashOf(text)}  ${name}\n`);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function examplesIn(folder: string): readonly object[] {
  const examples = join(folder, 'examples');
  return readdirSync(examples)
    .toSorted()
    .map((file) => readJson(join(examples, file)));
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
