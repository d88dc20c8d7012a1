import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../setup/paths.mjs';

/** What this checkout is. */
export function spillwayVersion(): string {
  return (JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8')) as { version: string }).version;
}
