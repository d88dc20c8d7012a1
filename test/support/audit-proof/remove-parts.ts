import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';

/** What a power loss may take from a store whose files are not synced: of each table the part that was written last, and what it knows of inserts. */
export async function removeLastParts(dataDir: string, tables: readonly string[]): Promise<void> {
  const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
  const paths: string[] = [];
  for (const table of tables) {
    const query = `SELECT path FROM system.parts WHERE table = {table:String} AND active
      ORDER BY modification_time DESC, max_block_number DESC LIMIT 1`;
    const result = await engine.reader.query({ query, query_params: { table }, format: 'JSONEachRow' });
    for (const { path } of await result.json<{ path: string }>()) paths.push(path);
  }
  await engine.close();
  if (paths.length !== tables.length) throw new Error(`Of ${tables.length} tables ${paths.length} have a part`);
  for (const path of paths.map((each) => each.replace(/\/$/, ''))) {
    const table = dirname(path);
    const lost = rangeOf(basename(path))!;
    // What a merge was made from stays for minutes, and takes its place again.
    for (const name of readdirSync(table))
      if (isWithin(rangeOf(name), lost)) rmSync(join(table, name), { recursive: true });
    rmSync(join(table, 'deduplication_logs'), { recursive: true, force: true });
  }
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
