import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KafkaName } from '../../local-stack/kafka-nodes.ts';
import { RunPointers } from './run-pointers.ts';

export type AppName = 'producer' | 'consumer' | 'audit';
export type PartName = KafkaName | 'registry' | 'payment-gateway' | AppName;

export interface RunningPart {
  readonly name: PartName;
  readonly pid: number;
  readonly port: number;
  readonly url: string;
}

/** What runs, for `spillway status` and for whoever wants to kill a part of it: `<data-dir>/run.json`. */
export class RunFile {
  readonly #file: string;
  readonly #launcherPid: number;
  readonly #pointers: RunPointers;
  readonly #parts = new Map<PartName, RunningPart>();

  constructor(dataDir: string, checkoutDir: string, launcherPid = process.pid) {
    this.#file = join(dataDir, 'run.json');
    this.#launcherPid = launcherPid;
    this.#pointers = new RunPointers(join(checkoutDir, '.spillway'), launcherPid);
  }

  /** Adds a part, or replaces it after a restart. */
  set(part: RunningPart): void {
    const isFirst = this.#parts.size === 0;
    this.#parts.set(part.name, part);
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#content(), null, 2)}\n`);
    // A reader sees the old or the new content, never half of it.
    renameSync(`${this.#file}.new`, this.#file);
    // A part that is started again does not make this run the newest.
    if (isFirst) this.#pointers.add({ dataDir: dirname(this.#file), runFile: this.#file });
  }

  /** Removes the file; `current.json` then leads to another run of this checkout, if one lives. */
  remove(): void {
    rmSync(this.#file, { force: true });
    this.#pointers.remove();
  }

  #content(): unknown {
    return { launcherPid: this.#launcherPid, processes: [...this.#parts.values()] };
  }
}
