import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { canInstall, findChromium, installChromium } from './find-chromium.ts';

describe('the browser of the tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-browser-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the one that is named, else one of the PATH', () => {
    expect(findChromium({ PATH: folder })).toBeUndefined();
    const file = join(folder, 'chromium-browser');
    writeFileSync(file, '');
    expect(findChromium({ PATH: ['/nowhere', folder].join(delimiter) })).toBe(file);
    expect(findChromium({ PATH: folder, SPILLWAY_TEST_CHROMIUM: '/opt/chrome' })).toBe('/opt/chrome');
  });

  it('is installed from Debian, where one may', () => {
    const calls: string[] = [];
    const run = (command: string, args: readonly string[]): boolean => calls.push([command, ...args].join(' ')) > 0;
    expect(installChromium(run)).toBe(true);
    expect(calls).toEqual(['apt-get update -qq', 'apt-get install -y -qq --no-install-recommends chromium']);
    expect(installChromium(() => false)).toBe(false);
    expect(canInstall(1000)).toBe(false);
  });
});
