import { engineShare } from '../connection/engine-shares.js';
import { exportReadLimits } from '../query/read-runner.js';

/** As many times its bytes a range takes while it is hashed: rows as they are read, as bytes, gathered, sorted and joined. */
const copies = 12;

/**
 * Bytes after which an insert is full: what it has written of a partition is hashed in one piece, in the memory of an export.
 *
 * @param engineBytes of the engine in this process; undefined for a server
 */
export function fullInsertBytes(wantedBytes: number, engineBytes: number | undefined): number {
  const hashingBytes = engineShare('export', exportReadLimits.maxMemoryBytes, engineBytes);
  return Math.min(wantedBytes, Math.floor(hashingBytes / copies));
}
