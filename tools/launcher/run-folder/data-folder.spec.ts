import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeDataFolder } from './data-folder.ts';

let folder: string;
const take = (given?: string) => takeDataFolder(given, { checkout: folder, working: folder });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-data-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the data folder', () => {
  it('is a throw-away one in the checkout by default, kept only when asked to', () => {
    const thrownAway = take();
    expect(thrownAway.path.startsWith(join(folder, '.spillway'))).toBe(true);
    thrownAway.release({ keep: false });
    expect(existsSync(thrownAway.path)).toBe(false);
    const kept = take();
    kept.release({ keep: true });
    expect(existsSync(kept.path)).toBe(true);
  });

  it('is made where it is named, and stays', () => {
    const given = take('a/b');
    given.release({ keep: false });
    expect(given.path).toBe(join(folder, 'a', 'b'));
    expect(existsSync(given.path)).toBe(true);
  });

  it('is taken over from a launcher that is gone', () => {
    take('data').release({ keep: false });
    writeFileSync(join(folder, 'data', 'launcher.pid'), '999999999');
    expect(() => take('data').release({ keep: false })).not.toThrow();
  });

  it.each(['/proc/nope', 'file/below'])('is refused where none can be made: %s', (given) => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => take(given)).toThrow(expect.objectContaining({ code: 'SPW-1012' }));
  });
});
