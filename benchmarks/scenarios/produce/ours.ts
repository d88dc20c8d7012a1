// Publishes with the toolkit: publish() once per event, batching left to the lanes.
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { defineEvent } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { EventPublisher, systemClock } from '@spillway/streaming';
import { orderEvent, orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';
import { measureProducing, produceTask, sendOneByOne } from '../../harness/produce-meter.ts';

const { brokers, topic, events, keys } = produceTask();
const definition = defineEvent<OrderEvent>({ topic, schema: orderEventSchema, key: (event) => event.customer });
const registry = memoryRegistry();
await registerContracts(registry, [definition]);
const codec = avroCodec({ registry, definitions: [definition] });
await codec.warmUp([definition]);
const transport = kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
const publisher = new EventPublisher({ sink: transport.sink(), codec, clock: systemClock, newId: () => '' });
// Connects the producer; the other peers do that by a call.
await transport.sink().append({ topic: `${topic}-warm`, key: null, value: null, headers: {} });

await measureProducing(events, () =>
  sendOneByOne(events, (serial) => {
    const event = orderEvent(serial, keys);
    return publisher.publish(definition, event, { id: event.eventId, source: '/bench' });
  }),
);
await transport.close();
