import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { defineEvent, type EventDefinition } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import {
  defineGroup,
  GroupConsumer,
  noMetrics,
  silentLogger,
  systemClock,
  type Delivery,
  type GroupConsumerOptions,
  type GroupTopicOptions,
  type Outcome,
} from '@spillway/streaming';
import { orderEventSchema, type OrderEvent } from './order-event.ts';

export interface OurConsumerTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
}

type Handle = (delivery: Delivery<OrderEvent>) => Outcome | void | Promise<Outcome | void>;

export interface OurConsumer {
  readonly consumer: GroupConsumer;
  readonly transport: ReturnType<typeof kafkaTransport>;
  /** Stops and disconnects. */
  close(): Promise<void>;
}

export function orderEventOf(topic: string): EventDefinition<OrderEvent> {
  return defineEvent<OrderEvent>({ topic, schema: orderEventSchema, key: (event) => event.customer });
}

/** A group of the toolkit on real brokers: Avro, no state, one handler of single events. Not started. */
export async function ourConsumer(
  { brokers, topic, groupId }: OurConsumerTask,
  topicOptions: GroupTopicOptions,
  handle: Handle,
  more: Partial<GroupConsumerOptions> = {},
): Promise<OurConsumer> {
  const definition = orderEventOf(topic);
  // The same schema gets the same id, 1, in every registry of its own.
  const registry = memoryRegistry();
  await registerContracts(registry, [definition]);
  const codec = avroCodec({ registry, definitions: [definition] });
  await codec.warmUp([definition]);
  const transport = kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
  const consumer = new GroupConsumer({
    transport,
    group: defineGroup(groupId, { startFrom: 'beginning', topics: { [topic]: topicOptions } }),
    handlers: [
      {
        kind: 'single',
        name: 'count',
        definitions: [definition],
        handle: (delivery) => handle(delivery as Delivery<OrderEvent>),
      },
    ],
    codec,
    clock: systemClock,
    logger: silentLogger,
    metrics: noMetrics,
    ...more,
  });
  const close = async (): Promise<void> => {
    await consumer.stop();
    await transport.close();
  };
  return { consumer, transport, close };
}
