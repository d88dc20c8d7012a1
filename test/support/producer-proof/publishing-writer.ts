import { defineEvent, isSpillwayError } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { EventPublisher, systemClock } from '@spillway/streaming';
import type { Ack, Rejection, Writer } from './writer.js';

interface Numbered {
  readonly serial: number;
  readonly key: string;
}

const schema = { type: 'record', name: 'Numbered', namespace: 'proof', fields: [{ name: 'serial', type: 'int' }] };
const keys = 300;

/** `publish()`, called once per event and not waited for, with the settings an app has that sets none. */
export function publishingWriter(brokers: readonly string[], topic: string): Writer {
  const transport = kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
  const definition = defineEvent<Numbered>({ topic, schema, key: ({ key }) => key });
  const publisher = new EventPublisher({
    sink: transport.sink(),
    codec: { encode: (_, payload) => Buffer.from(String((payload as Numbered).serial)) },
    clock: systemClock,
    newId: () => '',
  });
  const acks: Ack[] = [];
  const rejections: Rejection[] = [];
  const open: Promise<void>[] = [];
  return {
    name: 'spillway publish()',
    topic,
    acks,
    rejections,
    write: (serial) => {
      const event = { serial, key: `key-${serial % keys}` };
      const published = publisher.publish(definition, event, { id: String(serial), source: '/proof' });
      open.push(
        published.then(
          ({ partition, offset }) => void acks.push({ serial, partition, offset: Number(offset) }),
          (error: unknown) => void rejections.push({ serial, isNotWritten: isSpillwayError(error, 'SPW-1110') }),
        ),
      );
    },
    settled: async () => void (await Promise.all(open)),
    close: () => transport.close(),
  };
}
