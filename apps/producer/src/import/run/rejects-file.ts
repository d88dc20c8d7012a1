import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ImportReject } from './import-status.js';

/** All rejects of a run, one JSON document per line. Written anew by each life of the run, since each reads all files. */
export class RejectsFile {
  private constructor(private readonly file: FileHandle | undefined) {}

  static async create(path: string | undefined): Promise<RejectsFile> {
    if (path === undefined) return new RejectsFile(undefined);
    await mkdir(dirname(path), { recursive: true });
    return new RejectsFile(await open(path, 'w'));
  }

  async write(rejects: readonly ImportReject[]): Promise<void> {
    if (this.file === undefined || rejects.length === 0) return;
    await this.file.write(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
  }

  async close(): Promise<void> {
    await this.file?.close();
  }
}
