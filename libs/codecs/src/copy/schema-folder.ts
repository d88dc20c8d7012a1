import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedSchema } from '@spillway/events';
import type { Logger } from '@spillway/streaming';
import { formatEntry, parseEntry, type SchemaEntry } from './schema-entry.js';

export interface SchemaFolderOptions {
  readonly folder: string;
  /** Schemas kept; when there are more, the oldest tenth goes. */
  readonly maxEntries: number;
  /** Longest entry, in characters. */
  readonly maxLength: number;
  readonly logger: Logger;
}

const ending = '.schema';
const strayAfterMs = 3_600_000;

/**
 * Schemas on disk, a file for each, so that damage costs one and processes may share the folder. A file is whole or not
 * there: it is written beside its place, synced and moved. Never throws: without the disk everything is as without it.
 */
export class SchemaFolder {
  #count: Promise<number> | undefined;

  constructor(private readonly options: SchemaFolderOptions) {}

  async read(named: NamedSchema): Promise<SchemaEntry | undefined> {
    const file = this.#fileOf(named);
    try {
      const found = parseEntry(await readFile(file, 'utf8'), named);
      if (typeof found !== 'string') return found;
      this.#warn(`is left out: it ${found}`, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#warn('cannot be read', file, error);
    }
    return undefined;
  }

  async write(entry: SchemaEntry): Promise<void> {
    const file = this.#fileOf(entry.named);
    const text = formatEntry(entry);
    if (text.length > this.options.maxLength) return;
    try {
      const count = await (this.#count ??= this.#tidy());
      await writeWhole(file, text);
      this.#count = Promise.resolve(count + 1);
      if (count >= this.options.maxEntries) this.#count = this.#tidy();
    } catch (error) {
      this.#count = undefined;
      this.#warn('cannot be written', file, error);
    }
  }

  /** Makes the folder, takes away what is too much and what a crash left behind. @returns how many entries it has */
  async #tidy(): Promise<number> {
    const { folder, maxEntries } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    const files = await Promise.all(names.map(async (name) => ({ name, ...(await ageOf(join(folder, name))) })));
    const stray = files.filter(({ name, ageMs }) => name.endsWith('.tmp') && ageMs > strayAfterMs);
    const entries = files.filter(({ name }) => name.endsWith(ending)).toSorted((a, b) => b.ageMs - a.ageMs);
    const tooMany = entries.length > maxEntries ? entries.slice(0, entries.length - Math.floor(maxEntries * 0.9)) : [];
    await Promise.all([...stray, ...tooMany].map(({ name }) => rm(join(folder, name), { force: true })));
    return entries.length - tooMany.length;
  }

  #fileOf(named: NamedSchema): string {
    // A GUID comes from a record; whatever else it were would not be a file's name.
    return join(this.options.folder, `${String(named).replaceAll(/[^\w-]/g, '_')}${ending}`);
  }

  #warn(what: string, file: string, error?: unknown): void {
    const reason = error instanceof Error ? error.message : undefined;
    this.options.logger.warn({ errorCode: 'SPW-3012', file, what, reason }, 'A copy of a schema on disk is of no use');
  }
}

async function ageOf(file: string): Promise<{ readonly ageMs: number }> {
  // Another process may have taken it away meanwhile.
  const modifiedMs = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  return { ageMs: Date.now() - modifiedMs };
}

async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text, { flush: true, mode: 0o600 });
    await rename(beside, file);
    await syncFolder(join(file, '..'));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
