import { describe, expect, it } from '@jest/globals';
import { refuseOldNode } from './refuse-old-node.mjs';

describe('the Node version', () => {
  it.each([
    ['20.20.2', 'linux'],
    ['22.1.0', 'linux'],
    ['24.9.0', 'darwin'],
    ['26.0.0', 'win32'],
  ] as const)('accepts %s on %s', (version, platform) => {
    expect(() => refuseOldNode(version, platform)).not.toThrow();
  });

  it.each([
    ['18.19.0', 'linux', '20 or newer'],
    ['20.20.2', 'darwin', '24.9 or newer'],
    ['24.8.9', 'win32', '24.9 or newer'],
  ] as const)('refuses %s on %s and says what is needed', (version, platform, needed) => {
    expect(() => refuseOldNode(version, platform)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(`^SPW-1000 .*${version} is too old: ${needed}`) }),
    );
  });
});
