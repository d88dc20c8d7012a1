import { unpackers } from '../compression/unpackers.js';
import { bareContext, logEntryAt, type LogEntry } from './batch-header.js';
import { ByteReader, MalformedRecords } from './byte-reader.js';
import type { FetchedMessage } from './fetched-message.js';
import type { UnpackBudget } from './unpack-budget.js';

const codecMask = 7;
const logAppendTimeMask = 8;

interface OldMessage {
  readonly offset: number;
  readonly attributes: number;
  readonly timestamp: number | bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/**
 * A message in the format of before Kafka 0.11 (magic 0 and 1), or the messages that one was packed from. Brokers no
 * longer take them, but hand out those that lie in their logs.
 * Format: https://kafka.apache.org/0110/documentation/#messageset
 *
 * @throws UnpackError
 * @throws MalformedRecords
 */
export async function decodeOldMessage(
  buffer: Buffer,
  entry: LogEntry,
  budget: UnpackBudget,
): Promise<FetchedMessage[]> {
  const outer = readMessage(buffer, entry);
  const codec = outer.attributes & codecMask;
  if (codec === 0) {
    budget.spend(entry.end - entry.start, 1);
    return [asFetched(outer, entry.magic)];
  }
  const unpacker = unpackers[codec];
  if (unpacker === undefined || outer.value === null) throw new MalformedRecords(`Nothing to unpack with ${codec}`);
  const inner = messagesOf(await unpacker.unpack(outer.value, budget.batchBytes), budget);
  // In format 1 the wrapper has the offset of its last message, and those in it count from any number.
  const shift = entry.magic === 0 ? 0 : outer.offset - (inner.at(-1)?.offset ?? outer.offset);
  const appended = (outer.attributes & logAppendTimeMask) !== 0;
  return inner.map((message) =>
    asFetched(
      { ...message, offset: message.offset + shift, timestamp: appended ? outer.timestamp : message.timestamp },
      entry.magic,
    ),
  );
}

function messagesOf(unpacked: Buffer, budget: UnpackBudget): OldMessage[] {
  const messages: OldMessage[] = [];
  for (let position = 0; position < unpacked.length;) {
    const entry = logEntryAt(unpacked, position);
    if (entry === undefined) throw new MalformedRecords('A packed message is cut short');
    budget.checkCount(messages.push(readMessage(unpacked, entry)));
    position = entry.end;
  }
  budget.spend(unpacked.length, messages.length);
  return messages;
}

function readMessage(buffer: Buffer, { start, end, magic }: LogEntry): OldMessage {
  const reader = new ByteReader(buffer, start, end);
  const offset = reader.int64AsNumber();
  reader.int32(); // size
  reader.int32(); // checksum
  reader.int8(); // magic
  const attributes = reader.int8();
  const timestamp = magic === 0 ? -1 : reader.int64();
  return { offset, attributes, timestamp, key: reader.bytes(), value: reader.bytes() };
}

function asFetched({ offset, attributes, timestamp, key, value }: OldMessage, magicByte: number): FetchedMessage {
  return {
    magicByte,
    attributes,
    timestamp: String(timestamp),
    offset: String(offset),
    key,
    value,
    headers: {},
    isControlRecord: false,
    batchContext: bareContext(offset, magicByte),
  };
}
