import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';

/** What a power loss may take of a table whose files are not synced: the part that was written last, what it knows of inserts, or both. */
export type LostFiles = 'part' | 'deduplication log' | 'both';

/** Takes them from a store that no process has open. */
export async function removeLastFiles(dataDir: string, tables: readonly string[], lost: LostFiles): Promise<void> {
  for (const path of await lastParts(dataDir, tables)) {
    if (lost !== 'deduplication log') removePart(path);
    if (lost !== 'part') rmSync(join(dirname(path), 'deduplication_logs'), { recursive: true });
  }
}

async function lastParts(dataDir: string, tables: readonly string[]): Promise<readonly string[]> {
  const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
  const paths: string[] = [];
  for (const table of tables) {
    const query = `SELECT path FROM system.parts WHERE table = {table:String} AND active
      ORDER BY modification_time DESC, max_block_number DESC LIMIT 1`;
    const result = await engine.reader.query({ query, query_params: { table }, format: 'JSONEachRow' });
    for (const { path } of await result.json<{ path: string }>()) paths.push(path.replace(/\/$/, ''));
  }
  await engine.close();
  if (paths.length !== tables.length) throw new Error(`Of ${tables.length} tables ${paths.length} have a part`);
  return paths;
}

/** What a merge was made from stays for minutes, and takes its place again: it goes as well. */
function removePart(path: string): void {
  const lost = rangeOf(basename(path))!;
  for (const name of readdirSync(dirname(path)))
    if (isWithin(rangeOf(name), lost)) rmSync(join(dirname(path), name), { recursive: true });
}

interface BlockRange {
  readonly partition: string;
  readonly first: number;
  readonly last: number;
}

/** ClickHouse names parts `<partition>_<first block>_<last block>_<level>`. */
function rangeOf(part: string): BlockRange | undefined {
  const [, partition, first, last] = /^(\w+)_(\d+)_(\d+)_\d+$/.exec(part) ?? [];
  return partition === undefined ? undefined : { partition, first: Number(first), last: Number(last) };
}

function isWithin(range: BlockRange | undefined, { partition, first, last }: BlockRange): boolean {
  return range?.partition === partition && range.first >= first && range.last <= last;
}
