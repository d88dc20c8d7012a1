import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type AppName = 'producer' | 'consumer' | 'audit';
export type PartName = 'kafka' | 'registry' | AppName;

export interface RunningPart {
  readonly name: PartName;
  readonly pid: number;
  readonly port: number;
  readonly url: string;
}

/** What runs, for `spillway status` and for whoever wants to kill a part of it: `<data-dir>/run.json`. */
export class RunFile {
  readonly #file: string;
  readonly #pointer: string;
  readonly #parts = new Map<PartName, RunningPart>();

  constructor(dataDir: string, checkoutDir: string) {
    this.#file = join(dataDir, 'run.json');
    this.#pointer = join(checkoutDir, '.spillway', 'current.json');
  }

  /** Adds a part, or replaces it after a restart. */
  set(part: RunningPart): void {
    this.#parts.set(part.name, part);
    writeWhole(this.#file, { launcherPid: process.pid, processes: [...this.#parts.values()] });
    writeWhole(this.#pointer, { dataDir: dirname(this.#file), runFile: this.#file });
  }

  /** Removes both files; the pointer only when it still names this run. */
  remove(): void {
    rmSync(this.#file, { force: true });
    if (pointsTo(this.#pointer) === this.#file) rmSync(this.#pointer, { force: true });
  }
}

function pointsTo(pointer: string): unknown {
  try {
    return (JSON.parse(readFileSync(pointer, 'utf8')) as { runFile?: unknown }).runFile;
  } catch {
    return undefined;
  }
}

/** A reader sees the old or the new content, never half of it. */
function writeWhole(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
