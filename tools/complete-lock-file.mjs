#!/usr/bin/env node
// `npm run lock`: adds to package-lock.json the packages for other platforms that npm left out, because the registry in
// use does not carry them. Without their entries `npm ci` refuses the lock file (npm 11 compares it with all optional
// dependencies, whatever the platform). Run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPlatformPackages } from './setup/missing-platform-packages.mjs';
import { rootDir } from './setup/paths.mjs';
import { say } from './setup/run-tool.mjs';

const file = join(rootDir, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingPlatformPackages(lock.packages);
const entries = [...Object.entries(lock.packages), ...Object.entries(missing)];
lock.packages = Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
say(`${Object.keys(missing).length} packages for other platforms added to package-lock.json`);
