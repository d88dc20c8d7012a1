import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientPool } from '../connection/client-pool.js';
import type { BlockInsert, BlockWriter } from './block-writer.js';
import { insertStatement } from './insert-statement.js';

/** For the embedded engine: it reads binary rows from a file only, and that is its fastest way (a body is turned into text and breaks). */
export class InfileBlockWriter implements BlockWriter {
  #next = 0;

  constructor(
    private readonly pool: ClientPool,
    private readonly stagingDir: string,
  ) {}

  async insert(insert: BlockInsert): Promise<void> {
    const file = join(this.stagingDir, `${insert.table}-${this.#next++}.bin`);
    try {
      await writeAtOnce(file, insert.bytes);
      await this.pool.run((client) => client.command({ query: insertStatement(insert, file) }));
    } finally {
      await unlink(file).catch(() => {});
    }
  }
}

/** `writeFile` comes back to this thread after every half mebibyte, and waits there while the next insert is made. */
async function writeAtOnce(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (let start = 0; start < bytes.length;) start += (await handle.write(bytes, start)).bytesWritten;
  } finally {
    await handle.close();
  }
}
