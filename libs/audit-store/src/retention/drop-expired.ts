import { deliveriesTopic } from '@spillway/events';
import { instant } from '../query/instant.js';
import { readDropped } from '../query/read-dropped.js';
import type { ReadRunner } from '../query/read-runner.js';
import { storedPartitionKey } from '../query/stored-partition.js';
import { backgroundStatement, type BackgroundClients } from '../rollup/background-statement.js';
import type { WrittenRange } from '../verify/written-range.js';
import { stringLiteral } from '../connection/string-literal.js';
import { cutRanges } from './cut-ranges.js';
import { expiredEntryDays } from './expired-entry-days.js';
import { expiredRuns, type ExpiredPartition, type Expiry } from './expired-runs.js';
import { literalMoments } from './expiry-moments.js';
import { isExpiredEntry } from './is-expired-entry.js';
import { isExpiredRecord } from './is-expired-record.js';

export interface DropExpiredParts {
  readonly clients: BackgroundClients;
  readonly run: ReadRunner;
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly settleMs: number;
}

/**
 * Drops expired records of a topic. What is left of cut ranges gets its own manifest first, then the stretches are noted, then
 * the rows go: cut off anywhere in between, nothing is a gap or a finding, and the next time does the rest.
 */
export async function dropExpired(
  parts: DropExpiredParts,
  { topic, olderThanMs }: Pick<Expiry, 'topic' | 'olderThanMs'>,
  signal?: AbortSignal,
): Promise<number> {
  const { run, nowMs, settleMs } = parts;
  const startedAtMs = nowMs();
  const settledBeforeMs = startedAtMs - settleMs;
  const storedBeforeMs = Math.min(olderThanMs, settledBeforeMs);
  const expiry = { topic, olderThanMs, storedBeforeMs, settledBeforeMs };
  const partitions = await expiredRuns(run, expiry, signal);
  if (partitions.length === 0) {
    // Entries that were just entered again when their records went.
    await deleteEntries(parts, expiry, signal);
    return 0;
  }
  const before = await readDropped(run, [topic], signal);
  for (const partition of partitions) {
    const dropped = before.get(storedPartitionKey(partition)) ?? [];
    const rest = await cutRanges(run, partition, { runs: partition.runs, dropped }, signal);
    if (rest.length > 0) await writeManifests(parts, rest, signal);
    await note(parts, { olderThanMs, startedAtMs }, partition, signal);
  }
  // Entries before their records: without those they would be entries of none.
  await deleteEntries(parts, expiry, signal);
  const isExpired = isExpiredRecord(literalMoments(expiry));
  await deleteRows(parts, { table: 'events', where: `topic = ${stringLiteral(topic)} AND ${isExpired}` }, signal);
  return partitions.reduce((sum, { records }) => sum + records, 0);
}

function writeManifests(parts: DropExpiredParts, ranges: readonly WrittenRange[], signal?: AbortSignal): Promise<void> {
  const { topic, topicId, partition } = ranges[0]!;
  return statement(
    parts,
    {
      query: `INSERT INTO blocks (topic, topicId, partition, first, last, count, sha256, recordedAt)
        SELECT {topic:String}, {topicId:String}, {partition:UInt32}, range.1, range.2, range.3,
          toFixedString(unhex(range.4), 32), ${instant('now')}
        FROM (SELECT arrayJoin(arrayZip({firsts:Array(UInt64)}, {lasts:Array(UInt64)}, {counts:Array(UInt64)},
          {hashes:Array(String)})) AS range)`,
      params: {
        topic,
        topicId,
        partition,
        now: parts.nowMs(),
        firsts: ranges.map(({ first }) => first),
        lasts: ranges.map(({ last }) => last),
        counts: ranges.map(({ records }) => records),
        hashes: ranges.map(({ sha256Hex }) => sha256Hex),
      },
    },
    signal,
  );
}

/** With the time at which the run began: no row was taken that was stored shortly before it, or since. */
function note(
  parts: DropExpiredParts,
  { olderThanMs, startedAtMs }: Readonly<Record<'olderThanMs' | 'startedAtMs', number>>,
  { topic, topicId, partition, runs }: ExpiredPartition,
  signal?: AbortSignal,
): Promise<void> {
  return statement(
    parts,
    {
      query: `INSERT INTO dropped (topic, topicId, partition, first, last, olderThan, droppedAt)
        SELECT {topic:String}, {topicId:String}, {partition:UInt32}, run.1, run.2,
          ${instant('olderThanMs')}, ${instant('now')}
        FROM (SELECT arrayJoin(arrayZip({firsts:Array(UInt64)}, {lasts:Array(UInt64)})) AS run)`,
      params: {
        topic,
        topicId,
        partition,
        olderThanMs,
        now: startedAtMs,
        firsts: runs.map(({ first }) => first),
        lasts: runs.map(({ last }) => last),
      },
    },
    signal,
  );
}

/** What the ledger's records say, where those expire. Asked first: a mutation goes through all parts also when it changes nothing. */
async function deleteEntries(parts: DropExpiredParts, expiry: Expiry, signal?: AbortSignal): Promise<void> {
  if (expiry.topic !== deliveriesTopic) return;
  const topic = stringLiteral(expiry.topic);
  for (const each of await expiredEntryDays(parts.run, expiry, signal)) {
    const day = stringLiteral(each);
    const where = isExpiredEntry({ topic, day }, literalMoments(expiry));
    await deleteRows(parts, { table: 'deliveries', partition: day, where }, signal);
  }
}

function deleteRows(
  parts: DropExpiredParts,
  { table, partition, where }: Readonly<Record<'table' | 'where', string>> & { readonly partition?: string },
  signal?: AbortSignal,
): Promise<void> {
  const within = partition === undefined ? '' : `IN PARTITION ${partition} `;
  return statement(parts, { query: `ALTER TABLE ${table} DELETE ${within}WHERE ${where}`, params: {} }, signal);
}

function statement(
  { clients, newId }: DropExpiredParts,
  { query, params }: { readonly query: string; readonly params: Readonly<Record<string, unknown>> },
  signal?: AbortSignal,
): Promise<void> {
  return backgroundStatement(clients, { query, params, id: newId(), doing: 'dropping what has expired' }, signal);
}
