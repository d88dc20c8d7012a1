import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with a profile file, and one below it. */
export class ProfileFolder implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'spillway-profiles-'));
  readonly below = join(this.folder, 'libs', 'shop');

  /** @param content text as it is, anything else as JSON */
  constructor(content: unknown) {
    mkdirSync(this.below, { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(this.folder, 'spillway.profiles.json'), text);
  }

  /** @param content is written as JSON */
  write(path: string, content: unknown): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(content));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
