import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { OrderPlaced, envelopeToHeaders, knownEvents } from '@spillway/events';
import type { EventCodec, LogRecord, RoundBatch } from '@spillway/streaming';
import { ingestTopic, ingestTopicId, partitions, recordsPerRound } from './ingest-task.ts';

const startMs = Date.UTC(2026, 2, 1);
/** 86,400 records a day. */
const recordEveryMs = 1_000;

type MovableRecord = { -readonly [Name in keyof LogRecord]: LogRecord[Name] };

export interface IngestInput {
  readonly codec: EventCodec;
  readonly rounds: number;
  /** Records for one round at a time, and what moves them to where a round lies in the log. */
  readonly makeSlot: () => Promise<(round: number) => readonly RoundBatch[]>;
}

/**
 * Orders as they lie in the log, in rounds as a consumer gets them: Confluent frame and Avro, a key, the headers of an
 * event. Only as many are in memory as are worked on: the collector would look through the others again and again.
 */
export async function makeRounds(events: number, recordsEach = recordsPerRound): Promise<IngestInput> {
  const registry = memoryRegistry();
  await registerContracts(registry, knownEvents);
  const codec = avroCodec({ registry, definitions: knownEvents });
  await codec.warmUp(knownEvents);
  const makeSlot = async (): Promise<(round: number) => readonly RoundBatch[]> => {
    const records: MovableRecord[] = [];
    for (let serial = 0; serial < Math.min(events, recordsEach); serial += 1)
      records.push(await recordOf(codec, serial));
    return (round) => roundAt(records, round * recordsEach, events);
  };
  return { codec, rounds: Math.ceil(events / recordsEach), makeSlot };
}

function roundAt(records: readonly MovableRecord[], start: number, events: number): RoundBatch[] {
  const byPartition: LogRecord[][] = Array.from({ length: partitions }, () => []);
  for (const [index, record] of records.slice(0, events - start).entries()) {
    const serial = start + index;
    record.partition = serial % partitions;
    record.offset = Math.floor(serial / partitions);
    record.timestampMs = startMs + serial * recordEveryMs;
    byPartition[record.partition]!.push(record);
  }
  return byPartition.filter(({ length }) => length > 0).map((batch) => batchOf(batch[0]!.partition, batch));
}

async function recordOf(codec: EventCodec, serial: number): Promise<MovableRecord> {
  const invoiceNo = `${500_000 + serial}`;
  const timestampMs = startMs + serial * recordEveryMs;
  const lines = [
    { stockCode: '85123A', description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: 6, unitPrice: '2.5500' },
    { stockCode: '22423', description: 'REGENCY CAKESTAND 3 TIER', quantity: 1 + (serial % 9), unitPrice: '10.9500' },
  ];
  const order: OrderPlaced = {
    invoiceNo,
    customerId: `${10_000 + (serial % 5_000)}`,
    country: 'United Kingdom',
    placedAt: new Date(timestampMs),
    lines,
  };
  const envelope = {
    id: `order-${invoiceNo}`,
    source: '/retail/import',
    type: OrderPlaced.type,
    correlationId: `c-${serial}`,
  };
  return {
    topic: ingestTopic,
    partition: serial % partitions,
    offset: Math.floor(serial / partitions),
    timestampMs,
    key: Buffer.from(order.customerId!),
    value: await codec.encode(OrderPlaced, order),
    headers: Object.fromEntries(
      Object.entries(envelopeToHeaders(envelope)).map(([name, text]) => [name, Buffer.from(text)]),
    ),
  };
}

function batchOf(partition: number, records: readonly LogRecord[]): RoundBatch {
  const nextOffset = records.at(-1)!.offset + 1;
  // All are about as long.
  const sizeBytes = records.length * bytesOf(records[0]!);
  return {
    topic: ingestTopic,
    topicId: ingestTopicId,
    partition,
    baseOffset: records[0]!.offset,
    records,
    nextOffset,
    highWatermark: nextOffset,
    sizeBytes,
  };
}

function bytesOf({ key, value, headers }: LogRecord): number {
  const pairs = Object.entries(headers as Readonly<Record<string, Buffer>>);
  return pairs.reduce((sum, [name, text]) => sum + name.length + text.length, key!.length + value!.length);
}
