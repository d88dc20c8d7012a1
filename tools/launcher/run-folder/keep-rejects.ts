import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Screen } from '../terminal/screen.ts';

/** Puts the list of rejected lines where it outlives a throw-away folder, and says so; nothing when there are none. */
export function keepRejects(rejectsFile: string, checkoutDir: string, screen: Screen): void {
  if ((statSync(rejectsFile, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  const kept = join(checkoutDir, '.spillway', 'rejects.ndjson');
  mkdirSync(join(checkoutDir, '.spillway'), { recursive: true });
  copyFileSync(rejectsFile, kept);
  screen.step(`Rejected lines: ${kept}`);
}
