import { ServerKafka } from '@nestjs/microservices';
import { logLevel, type Consumer } from 'kafkajs';
import { DrainMeter, drainTask } from './drain-meter.ts';
import { fetchSettings } from './fetch-settings.ts';
import type { OrderEvent } from './order-event.ts';

/**
 * Drains the topic with Nest's Kafka transport and a bare handler: what a controller adds (pipes, guards, context) is
 * left out, in Nest's favour.
 *
 * @param prepare changes the transport before it listens
 */
export async function drainWithNest(prepare: (server: ServerKafka) => void = () => {}): Promise<void> {
  const task = drainTask();
  const meter = new DrainMeter(task);
  // The warning about negative time-outs is kafkajs's own, in every process on Node 24.
  process.removeAllListeners('warning');
  const server = new ServerKafka({
    client: { brokers: [...task.brokers], logLevel: logLevel.NOTHING },
    consumer: { groupId: task.groupId, ...fetchSettings },
    subscribe: { fromBeginning: true },
  });
  prepare(server);
  const handle = async (event: unknown): Promise<void> => {
    meter.oracle.see(event as OrderEvent);
    meter.check();
  };
  server.addHandler(task.topic, handle as never, true);
  await new Promise<void>((resolve, reject) => {
    void server.listen((error?: unknown) => (error === undefined ? resolve() : reject(error as Error)));
    startAtJoin(server, meter);
  });
  await meter.drained;
  await server.close();
  meter.print();
}

/** The transport makes its consumer while it starts to listen. */
function startAtJoin(server: ServerKafka, meter: DrainMeter): void {
  const { consumer } = server as unknown as { consumer: Consumer | null };
  if (consumer === null) return void setImmediate(() => startAtJoin(server, meter));
  consumer.on(consumer.events.GROUP_JOIN, () => meter.start());
}
