import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file or folder of this name in the folder or the nearest one above that has it. */
export function findUpwards(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  if (existsSync(file)) return file;
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpwards(parent, name);
}
