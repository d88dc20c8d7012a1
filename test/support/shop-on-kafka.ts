import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import type { DeliveryLedger, DeliveryNote, OutgoingRecord, Transport } from '@spillway/streaming';
import { outgoingSale, shopTopic } from '@spillway/testing';
import { Kafka, type Admin } from 'kafkajs';
import { namespacedTransport } from './namespaced-transport.js';

/** The made-up shop on a real broker, in topics and groups of its own, and what can be done to its log behind everybody's back. */
export interface ShopOnKafka {
  readonly transport: Transport;
  /** Appends sales of these items to one partition, in order. */
  sell(partition: number, items: readonly string[]): Promise<void>;
  append(record: OutgoingRecord): Promise<void>;
  recreateTopic(partitions: number): Promise<void>;
  trim(partition: number, offset: number): Promise<void>;
  setPartitions(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function shopOnKafka(
  brokers: readonly string[],
  { partitions, environment = {} }: { readonly partitions: number; readonly environment?: Record<string, string> },
): Promise<ShopOnKafka> {
  const prefix = `shop-${randomUUID().slice(0, 8)}.`;
  const topic = prefix + shopTopic;
  const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(','), ...environment });
  const connect = async (): Promise<Transport> => {
    const connected = namespacedTransport(kafkaTransport({ config, metadataMaxAgeMs: 2_000 }), prefix);
    await connected.connect();
    return connected;
  };
  const transport = await connect();
  let seller = await connect();
  const create = (count: number) => transport.admin().ensureTopics([{ name: shopTopic, partitions: count }]);
  await create(partitions);
  const admin: Admin = new Kafka({ brokers: [...brokers], logLevel: 0 }).admin();
  await admin.connect();
  const append = async (record: OutgoingRecord): Promise<void> => {
    await seller.sink().append(record);
  };
  return {
    transport,
    sell: async (partition, sold) => {
      await Promise.all(sold.map((item) => append({ ...outgoingSale({ item, id: item }), partition })));
    },
    append,
    recreateTopic: async (count) => {
      await admin.deleteTopics({ topics: [topic] });
      await create(count);
    },
    trim: async (partition, offset) => {
      // The client deletes in topics only that it was asked about before.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
    },
    setPartitions: async (count) => {
      await admin.createPartitions({ topicPartitions: [{ topic, count }] });
      // A producer that knows the topic believes its old count for a while.
      await seller.close();
      seller = await connect();
    },
    close: async () => {
      await admin.disconnect();
      await seller.close();
      await transport.close();
    },
  };
}

/** A ledger that keeps what was lost. */
export function lossLedger(): DeliveryLedger & { readonly lost: readonly DeliveryNote[] } {
  const lost: DeliveryNote[] = [];
  return {
    lost,
    completed() {},
    noted: (note) => void (note.outcome === 'lost' && lost.push(note)),
    flush: () => Promise.resolve(),
    isFull: false,
  };
}

/** `<word>0` to `<word>n-1`. */
export function items(word: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${word}${index}`);
}
