import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { OrderPlaced, envelopeToHeaders, knownEvents } from '@spillway/events';
import type { EventCodec, LogRecord, PartitionBatch } from '@spillway/streaming';
import { ingestTopic, partitions, recordsPerRound } from './ingest-task.ts';

const startMs = Date.UTC(2026, 2, 1);
/** 86,400 records a day. */
const recordEveryMs = 1_000;

export interface IngestInput {
  readonly codec: EventCodec;
  readonly rounds: readonly (readonly PartitionBatch[])[];
}

/** Orders as they lie in the log, in rounds as a consumer gets them: Confluent frame and Avro, a key, the headers of an event. */
export async function makeRounds(events: number): Promise<IngestInput> {
  const registry = memoryRegistry();
  await registerContracts(registry, knownEvents);
  const codec = avroCodec({ registry, definitions: knownEvents });
  await codec.warmUp(knownEvents);
  const rounds: PartitionBatch[][] = [];
  for (let start = 0; start < events; start += recordsPerRound) {
    const byPartition = new Map<number, LogRecord[]>();
    for (let serial = start; serial < Math.min(events, start + recordsPerRound); serial += 1) {
      const record = await recordOf(codec, serial);
      const batch = byPartition.get(record.partition);
      if (batch === undefined) byPartition.set(record.partition, [record]);
      else batch.push(record);
    }
    rounds.push([...byPartition].map(([partition, records]) => batchOf(partition, records)));
  }
  return { codec, rounds };
}

async function recordOf(codec: EventCodec, serial: number): Promise<LogRecord> {
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
    headers: envelopeToHeaders(envelope),
  };
}

function batchOf(partition: number, records: readonly LogRecord[]): PartitionBatch {
  const nextOffset = records.at(-1)!.offset + 1;
  const sizeBytes = records.reduce((sum, { value }) => sum + value!.length, 0);
  return {
    topic: ingestTopic,
    partition,
    baseOffset: records[0]!.offset,
    records,
    nextOffset,
    highWatermark: nextOffset,
    sizeBytes,
  };
}
