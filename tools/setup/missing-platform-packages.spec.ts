import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { missingPlatformPackages, type LockEntry } from './missing-platform-packages.mjs';

const lockFile = resolve(import.meta.dirname, '../../package-lock.json');

describe('the lock file', () => {
  it('holds the packages of every platform, else `npm ci` refuses it; npm run lock adds them', () => {
    const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, LockEntry> };
    expect(Object.keys(missingPlatformPackages(packages))).toEqual([]);
  });

  it('gets an entry that says where a missing package runs', () => {
    const packages = {
      'node_modules/tool': {
        dev: true,
        optionalDependencies: { '@tool/linux-x64-musl': '1.0.0', '@tool/darwin-arm64': '1.0.0', here: '2.0.0' },
      },
      'node_modules/tool/node_modules/here': {},
    };
    expect(missingPlatformPackages(packages)).toEqual({
      'node_modules/@tool/linux-x64-musl': {
        ...{ version: '1.0.0', cpu: ['x64'], libc: ['musl'], os: ['linux'], dev: true, optional: true },
      },
      'node_modules/@tool/darwin-arm64': {
        version: '1.0.0',
        cpu: ['arm64'],
        os: ['darwin'],
        dev: true,
        optional: true,
      },
    });
  });
});
