import { join, resolve } from 'node:path';
import { knownEvents } from '@spillway/events';
import { releaseVersions } from './releasing/release-versions.ts';

/**
 * `npm run release:contracts`: keeps today's contract of every event, with its examples, as a released version in
 * `schemas/<event>/versions/<number>.json`, unless its newest version is the same. Versions are never changed: they say
 * what lies in the logs. The hash of each is added to `schemas/released.sha256`, as `sha256sum --check` reads it.
 */
const schemas = resolve(import.meta.dirname, '../schemas');
for (const name of releaseVersions(schemas, knownEvents)) process.stdout.write(`${join(schemas, name)}\n`);
