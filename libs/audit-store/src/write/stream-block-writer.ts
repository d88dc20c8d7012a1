import { Readable } from 'node:stream';
import type { ClientPool } from '../connection/client-pool.js';
import type { BlockInsert, BlockWriter } from './block-writer.js';
import { insertStatement } from './insert-statement.js';

const chunkBytes = 256 * 1024;

/** For a server: the rows as the body of the request. */
export class StreamBlockWriter implements BlockWriter {
  constructor(private readonly pool: ClientPool) {}

  insert(insert: BlockInsert): Promise<void> {
    return this.pool.run(async (client) => {
      const values = Readable.from(chunks(insert.bytes), { objectMode: false });
      const { stream } = await client.exec({ query: insertStatement(insert), values });
      // An answer that is not read keeps its socket.
      for await (const _ of stream) continue;
    });
  }
}

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}
