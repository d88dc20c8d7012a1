import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';

describe('generated files', () => {
  it('are what `npm run generate` would write', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/generate.ts', '--check'], {
      encoding: 'utf8',
    });
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
  });
});
