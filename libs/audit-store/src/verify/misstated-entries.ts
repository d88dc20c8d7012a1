import type { RangeFinding } from '@spillway/streaming';
import { ByteWriter } from '../encode/byte-writer.js';
import { deliveryColumns } from '../encode/delivery-columns.js';
import { encodeDeliveryInserts } from '../encode/encode-delivery-inserts.js';
import { recordedAtBytes } from '../encode/recorded-at-bytes.js';
import { RowHash } from '../encode/row-hash.js';
import { toDeliveryRows } from '../encode/to-delivery-rows.js';
import { instant } from '../query/instant.js';
import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';
import { isTooMuch } from './is-too-much.js';

/** A stored record of the ledger. */
interface LedgerRecord {
  readonly position: number;
  readonly timestampMs: number;
  readonly recordType: string;
  readonly payloadJson: string;
}

interface HashedEntries {
  readonly entries: number;
  readonly sha256Hex: string;
}

/** One record may hold thousands of ranges. */
const offsetsAtOnce = 250;
const hashedColumns = deliveryColumns.filter((name) => name !== 'recordedAt').join(', ');

/**
 * Holds the entries of ledger records against what the records say, which their own ranges vouch for: nothing is to be written
 * beside an entry for that. Some offsets at a time: a limit of rows would have ClickHouse read the rest of the run each time.
 */
export async function misstatedEntries(
  run: ReadRunner,
  { topic, topicId, partition }: StoredPartition,
  runs: readonly OffsetRun[],
  signal?: AbortSignal,
): Promise<readonly RangeFinding[]> {
  const ledger = { topic, topicId, partition };
  const findings: RangeFinding[] = [];
  for (const { first, last } of runs) {
    for (let from = first; from <= last; from += offsetsAtOnce) {
      const some = { first: from, last: Math.min(last, from + offsetsAtOnce - 1) };
      findings.push(...(await misstatedAmong(run, ledger, some, signal)));
    }
  }
  return findings;
}

/** Those of some offsets; what is too much together is looked at apart. */
async function misstatedAmong(
  run: ReadRunner,
  ledger: StoredPartition,
  { first, last }: OffsetRun,
  signal?: AbortSignal,
): Promise<readonly RangeFinding[]> {
  try {
    const records = await readRecords(run, { ...ledger, first, last }, signal);
    const expected = hashOf(ledger, records);
    const found = await hashStored(run, { ...ledger, first, last, ...spanOf(records) }, signal);
    return found.sha256Hex === expected.sha256Hex ? [] : [finding(ledger, { first, last }, { expected, found })];
  } catch (error) {
    if (!isTooMuch(error, signal) || first === last) throw error;
    const middle = first + Math.floor((last - first) / 2);
    const found = await misstatedAmong(run, ledger, { first, last: middle }, signal);
    return [...found, ...(await misstatedAmong(run, ledger, { first: middle + 1, last }, signal))];
  }
}

function readRecords(
  run: ReadRunner,
  params: StoredPartition & OffsetRun,
  signal?: AbortSignal,
): Promise<LedgerRecord[]> {
  return run.rows<LedgerRecord>(
    {
      query: `SELECT toFloat64(offset) AS position, toUnixTimestamp64Milli(timestamp) AS timestampMs,
          if(kind = 'event', toString(type), '') AS recordType, payload AS payloadJson
        FROM audit_events WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}
          AND offset BETWEEN {first:UInt64} AND {last:UInt64} ORDER BY offset`,
      params: { ...params },
      doing: 'reading ledger records',
    },
    signal,
  );
}

function hashOf({ topic, topicId, partition }: StoredPartition, records: readonly LedgerRecord[]): HashedEntries {
  const rows = records.flatMap(({ position, timestampMs, recordType, payloadJson }) => {
    const place = { ledgerTopic: topic, ledgerTopicId: topicId, ledgerPartition: partition, ledgerOffset: position };
    return toDeliveryRows({ ...place, timestamp: timestampMs }, recordType, payloadJson) ?? [];
  });
  const hash = new RowHash();
  for (const { bytes, starts } of encodeDeliveryInserts(new ByteWriter(), rows, 0)) {
    for (const [index, start] of starts.entries()) {
      hash.add(bytes, start, (starts[index + 1] ?? bytes.length) - recordedAtBytes);
    }
  }
  return { entries: rows.length, sha256Hex: hash.digest().toString('hex') };
}

/** Entries lie where their records' times are; one that lies elsewhere belongs to none. */
function spanOf(records: readonly LedgerRecord[]) {
  const times = records.map(({ timestampMs }) => timestampMs);
  return times.length === 0 ? { fromMs: 0, toMs: -1 } : { fromMs: Math.min(...times), toMs: Math.max(...times) };
}

async function hashStored(
  run: ReadRunner,
  params: StoredPartition & OffsetRun & Readonly<Record<'fromMs' | 'toMs', number>>,
  signal?: AbortSignal,
): Promise<HashedEntries> {
  const [found] = await run.rows<HashedEntries>(
    {
      query: `SELECT count() AS entries,
          lower(hex(SHA256(arrayStringConcat(arrayMap(row -> row.3, arraySort(groupArray((at, entry, bytes)))))))) AS sha256Hex
        FROM (SELECT ledgerOffset AS at, entry, formatRow('RowBinary', ${hashedColumns}) AS bytes FROM audit_deliveries
          WHERE ledgerTopic = {topic:String} AND ledgerTopicId = {topicId:String} AND ledgerPartition = {partition:UInt32}
            AND ledgerOffset BETWEEN {first:UInt64} AND {last:UInt64}
            AND timestamp BETWEEN ${instant('fromMs')} AND ${instant('toMs')})`,
      params: { ...params },
      doing: 'hashing entries of the ledger',
    },
    signal,
  );
  return found!;
}

function finding(
  { topic, topicId, partition }: StoredPartition,
  { first, last }: OffsetRun,
  { expected, found }: { readonly expected: HashedEntries; readonly found: HashedEntries },
): RangeFinding {
  return {
    topic,
    topicId,
    partition,
    problem: 'misstated',
    first: BigInt(first),
    last: BigInt(last),
    expectedRecords: expected.entries,
    foundRecords: found.entries,
    storedAtMs: null,
  };
}
