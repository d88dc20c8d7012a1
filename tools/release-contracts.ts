import { isDeepStrictEqual } from 'node:util';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { knownEvents } from '@spillway/events';

/**
 * `npm run release:contracts`: keeps today's contract of every event, with its examples, as a released version in
 * `schemas/<event>/versions/<number>.json`, unless its newest version is the same. Versions are never changed: they say
 * what lies in the logs.
 */
const schemas = resolve(import.meta.dirname, '../schemas');

for (const { type, schema } of knownEvents) {
  const folder = join(schemas, folderOf(type));
  const versions = join(folder, 'versions');
  const released = existsSync(versions) ? readdirSync(versions).length : 0;
  const newest = released === 0 ? undefined : readJson(join(versions, `${released}.json`));
  if (isDeepStrictEqual(newest?.['schema'], JSON.parse(JSON.stringify(schema)))) continue;
  const file = join(versions, `${released + 1}.json`);
  mkdirSync(versions, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ schema, examples: examplesIn(folder) }, null, 2)}\n`, { flag: 'wx' });
  process.stdout.write(`${file}\n`);
}

/** `retail.orders.OrderPlaced` is in `retail/orders/order-placed`. */
function folderOf(type: string): string {
  const parts = type.split('.');
  const event = parts.pop()!.replaceAll(/(?!^)([A-Z])/g, '-$1');
  return join(...parts, event.toLowerCase());
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
