import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isLiveLauncher } from '../../processes/process-info.ts';

export interface RunPointer {
  readonly dataDir: string;
  readonly runFile: string;
}

/**
 * Where the runs of one checkout are: `current.json` leads to the newest, `runs/<launcher>.json` to each, so that the
 * end of one uncovers the one before it.
 */
export class RunPointers {
  readonly #current: string;
  readonly #runsDir: string;
  readonly #own: string;

  constructor(folder: string, launcherPid: number) {
    this.#current = join(folder, 'current.json');
    this.#runsDir = join(folder, 'runs');
    this.#own = join(this.#runsDir, `${launcherPid}.json`);
  }

  add(pointer: RunPointer): void {
    const text = `${JSON.stringify(pointer, null, 2)}\n`;
    writeWhole(this.#own, text);
    writeWhole(this.#current, text);
  }

  /** Takes this run out; the newest that lives takes its place where it was the current one. */
  remove(): void {
    const own = readOrEmpty(this.#own);
    rmSync(this.#own, { force: true });
    if (own === '' || readOrEmpty(this.#current) !== own) return;
    const next = this.#newestLiving();
    if (next === '') rmSync(this.#current, { force: true });
    else writeWhole(this.#current, next);
  }

  #newestLiving(): string {
    const files = readdirSync(this.#runsDir).filter((name) => /^\d+\.json$/.test(name));
    const living = files.filter((name) => isLiveLauncher(Number.parseInt(name, 10)));
    // Left behind by launchers that were killed.
    for (const name of files) if (!living.includes(name)) rmSync(join(this.#runsDir, name), { force: true });
    const newest = living.toSorted((a, b) => this.#startedAtMs(b) - this.#startedAtMs(a))[0];
    return newest === undefined ? '' : readOrEmpty(join(this.#runsDir, newest));
  }

  #startedAtMs(name: string): number {
    return statSync(join(this.#runsDir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }
}

/** A reader sees the old or the new content, never half of it. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  // Two runs may do this at once.
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
