// Publishes with stock Nest: ClientKafka.emit() once per event, JSON.
import { ClientKafka } from '@nestjs/microservices';
import { logLevel, Partitioners } from 'kafkajs';
import { lastValueFrom } from 'rxjs';
import { eventHeaders } from '../../harness/event-headers.ts';
import { orderEvent } from '../../harness/order-event.ts';
import { measureProducing, produceTask, sendOneByOne } from '../../harness/produce-meter.ts';

const { brokers, topic, events, keys } = produceTask();
// The warning about negative time-outs is kafkajs's own, in every process on Node 24.
process.removeAllListeners('warning');
const client = new ClientKafka({
  client: { brokers: [...brokers], logLevel: logLevel.NOTHING },
  producer: { createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false },
  producerOnlyMode: true,
});
await client.connect();
await lastValueFrom(client.emit(`${topic}-warm`, { value: '' }));

await measureProducing(events, () =>
  sendOneByOne(events, (serial) => {
    const event = orderEvent(serial, keys);
    const headers = eventHeaders(event, 'application/json');
    return lastValueFrom(client.emit(topic, { key: event.customer, value: event, headers }));
  }),
);
await client.close();
