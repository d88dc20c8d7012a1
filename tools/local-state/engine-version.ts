import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../setup/paths.mjs';

/** Of the embedded PostgreSQL: what one version made, another may not read. */
export function engineVersion(): string {
  const manifest = join(rootDir, 'node_modules', '@electric-sql', 'pglite', 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
