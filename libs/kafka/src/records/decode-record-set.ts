import { UnpackError } from '../compression/unpack-error.js';
import { unpackers } from '../compression/unpackers.js';
import type { AbortedTransactions } from './aborted-transactions.js';
import { bareContext, logEntryAt, readBatchHeader, type BatchHeader, type LogEntry } from './batch-header.js';
import { ByteReader, MalformedRecords } from './byte-reader.js';
import { decodeOldMessage } from './decode-old-message.js';
import { holeMessage, type FetchedMessage } from './fetched-message.js';
import { readRecords } from './read-records.js';
import type { UnpackBudget } from './unpack-budget.js';
import { UnreadableMessage } from './unreadable-message.js';

const currentMagic = 2;

export interface RecordSetContext {
  readonly budget: UnpackBudget;
  readonly aborted: AbortedTransactions;
}

/**
 * The records of one partition in a fetch answer, without those of aborted transactions.
 *
 * Ends at a batch that cannot be read, which is then the last message (`UnreadableMessage`), and where the budget of the
 * answer is used up: the next fetch begins there.
 *
 * @param recordSet batches as they lie in the log; the last may be cut off
 */
export async function decodeRecordSet(recordSet: Buffer, context: RecordSetContext): Promise<FetchedMessage[]> {
  const messages: FetchedMessage[] = [];
  for (let position = 0; !context.budget.isUsedUp;) {
    const entry = logEntryAt(recordSet, position);
    if (entry === undefined) break;
    const decoded = await decodeEntry(recordSet, entry, context);
    // One by one: a batch can hold more records than a call can have arguments.
    for (const message of decoded) messages.push(message);
    if (decoded.at(-1) instanceof UnreadableMessage) break;
    position = entry.end;
  }
  return messages;
}

async function decodeEntry(recordSet: Buffer, entry: LogEntry, context: RecordSetContext): Promise<FetchedMessage[]> {
  let header: BatchHeader | undefined;
  try {
    if (entry.magic < currentMagic) return await decodeOldMessage(recordSet, entry, context.budget);
    header = readBatchHeader(recordSet, entry);
    return await decodeBatch(recordSet, entry, header, context);
  } catch (error) {
    if (!(error instanceof UnpackError) && !(error instanceof MalformedRecords)) throw error;
    return [unreadable(error, header, Number(recordSet.readBigInt64BE(entry.start)), entry.magic)];
  }
}

async function decodeBatch(
  recordSet: Buffer,
  entry: LogEntry,
  header: BatchHeader,
  { aborted, budget }: RecordSetContext,
): Promise<FetchedMessage[]> {
  if (aborted.cover(header)) return [holeMessage(header.lastOffset, header.context)];
  const records: FetchedMessage[] = readRecords(await unpackedRecords(recordSet, entry, header, budget), header);
  if (header.context.isControlBatch) aborted.sawMarkers(header, records);
  // Compaction can take the last records of a batch, or all: without a sign kafkajs would ask for them for ever.
  if (records.at(-1)?.offset !== String(header.lastOffset)) {
    records.push(holeMessage(header.lastOffset, header.context));
  }
  return records;
}

/** A reader at the first record, once what they will take of memory is known to be within the limit. */
async function unpackedRecords(
  recordSet: Buffer,
  entry: LogEntry,
  { codec, recordCount, records }: BatchHeader,
  budget: UnpackBudget,
): Promise<ByteReader> {
  budget.checkCount(recordCount);
  if (codec === 0 || recordCount === 0) {
    budget.spend(entry.end - records, recordCount);
    return new ByteReader(recordSet, records, entry.end);
  }
  const unpacker = unpackers[codec];
  if (unpacker === undefined) throw new MalformedRecords(`Kafka has no codec ${codec}`);
  const unpacking = unpacker.unpack(recordSet.subarray(records, entry.end), budget.batchBytes);
  const unpacked = Buffer.isBuffer(unpacking) ? unpacking : await unpacking;
  budget.spend(unpacked.length, recordCount);
  return new ByteReader(unpacked, 0, unpacked.length);
}

function unreadable(
  error: UnpackError | MalformedRecords,
  header: BatchHeader | undefined,
  offset: number,
  magic: number,
): UnreadableMessage {
  const batch = {
    firstOffset: header?.baseOffset ?? offset,
    lastOffset: header?.lastOffset ?? offset,
    problem: error instanceof UnpackError ? error.problem : 'corrupt',
    detail: error.message,
  } as const;
  return new UnreadableMessage(batch, header?.context ?? bareContext(offset, magic));
}
