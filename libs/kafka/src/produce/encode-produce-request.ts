import { kafkajsInternals, type ProduceRequest, type ProtocolEncoder } from '../internals/kafkajs-internals.js';
import type { TrackedBatch } from './tracked-batch.js';
import { encodeRecordBatch } from './encode-record-batch.js';

/** A batch of one partition, with the sequence number its producer gave it. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly firstSequence: number;
  readonly batch: TrackedBatch;
}

const requestOverheadBytes = 64;

/**
 * A produce request, versions 3 to 7 (https://kafka.apache.org/protocol#The_Messages_Produce), for one or more
 * partitions.
 */
export function encodeProduceRequest(
  { acks, timeout, producerId, producerEpoch }: Omit<ProduceRequest, 'topicData'>,
  batches: readonly PartitionBatch[],
): ProtocolEncoder {
  const id = BigInt(producerId);
  const encoded = batches.map(({ batch: { records }, firstSequence }) =>
    encodeRecordBatch({ records, producerId: id, producerEpoch, firstSequence }),
  );
  const sizeBytes = encoded.reduce((sum, { length }, index) => sum + length + batches[index]!.topic.length, 0);
  const topics = Map.groupBy(batches.keys(), (index) => batches[index]!.topic);
  const encoder = new kafkajsInternals.Encoder(sizeBytes + requestOverheadBytes * (batches.length + 1))
    .writeString(null)
    .writeInt16(acks)
    .writeInt32(timeout)
    .writeInt32(topics.size);
  for (const [topic, indexes] of topics) {
    encoder.writeString(topic).writeInt32(indexes.length);
    for (const index of indexes) encoder.writeInt32(batches[index]!.partition).writeBytes(encoded[index]!);
  }
  return encoder;
}
