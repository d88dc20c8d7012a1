import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventFolder } from '@spillway/contracts';
import { knownEvents } from '@spillway/events';

/**
 * `npm run release:contracts`: keeps today's contract of every event, with its examples, as a released version in
 * `schemas/<event>/versions/<number>.json`, unless its newest version is the same. Versions are never changed: they say
 * what lies in the logs. The hash of each is added to `schemas/released.sha256`, as `sha256sum --check` reads it.
 */
const schemas = resolve(import.meta.dirname, '../schemas');

for (const { type, schema } of knownEvents) {
  const folder = eventFolder(type);
  const versions = join(schemas, folder, 'versions');
  const released = existsSync(versions) ? readdirSync(versions).length : 0;
  const newest = released === 0 ? undefined : readJson(join(versions, `${released}.json`));
  if (isDeepStrictEqual(newest?.['schema'], JSON.parse(JSON.stringify(schema)))) continue;
  mkdirSync(versions, { recursive: true });
  release(`${folder}/versions/${released + 1}.json`, { schema, examples: examplesIn(join(schemas, folder)) });
}

/** @param name below the folder of contracts */
function release(name: string, version: object): void {
  const text = `${JSON.stringify(version, null, 2)}\n`;
  writeFileSync(join(schemas, name), text, { flag: 'wx' });
  const hash = createHash('sha256').update(text).digest('hex');
  appendFileSync(join(schemas, 'released.sha256'), `${hash}  ${name}\n`);
  process.stdout.write(`${join(schemas, name)}\n`);
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
