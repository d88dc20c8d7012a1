import avsc from 'avsc';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { orderEvent, orderEventSchema } from '../../harness/order-event.ts';

export interface Backlog {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly events: number;
  readonly keys: number;
  readonly form: 'avro' | 'json';
}

const schemaId = 1;
const maxUnacked = 5_000;

/** Writes the events to be drained: Confluent frame and Avro, or JSON; a key, three headers. */
export async function fillTopic({ brokers, topic, partitions, events, keys, form }: Backlog): Promise<void> {
  const type = avsc.Type.forSchema(orderEventSchema as never);
  const transport = kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
  await transport.admin().ensureTopics([{ name: topic, partitions }]);
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(schemaId, 1);
  let unacked: Promise<unknown>[] = [];
  for (let serial = 0; serial < events; serial++) {
    const event = orderEvent(serial, keys);
    const value = form === 'avro' ? Buffer.concat([frame, type.toBuffer(event)]) : Buffer.from(JSON.stringify(event));
    const headers = { ce_id: event.eventId, ce_source: '/bench', ce_type: 'bench.OrderEvent' };
    unacked.push(transport.sink().append({ topic, key: Buffer.from(event.customer), value, headers }));
    if (unacked.length < maxUnacked) continue;
    await Promise.all(unacked);
    unacked = [];
  }
  await Promise.all(unacked);
  await transport.close();
}
