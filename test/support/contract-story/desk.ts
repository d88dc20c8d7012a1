import { randomUUID } from 'node:crypto';
import { avroCodec, httpRegistry } from '@spillway/codecs';
import { defineEvent, type AvroSchema, type EventDefinition } from '@spillway/events';
import { EventPublisher, systemClock, type Transport } from '@spillway/streaming';
import { runningTime } from '../running-time.js';
import type { Stack } from '../stack.js';
import type { Order } from './story-parts.js';

/** Takes orders all the time, and is deployed without a break: from one order to the next it writes another version. */
export class Desk {
  readonly taken: string[] = [];
  /** The longest time without an order, as this process ran. */
  longestPauseMs = 0;
  #publish: (order: Order) => Promise<unknown> = () => Promise.reject(new Error('Nothing is deployed'));
  #order: (orderId: string) => Order = (orderId) => ({ orderId });
  #isOpen = false;
  #running = Promise.resolve();

  constructor(
    private readonly stack: Stack,
    private readonly transport: Transport,
  ) {}

  /** @param order what this version says of an order */
  deploy(topic: string, schema: AvroSchema, order: (orderId: string) => Order): EventDefinition<Order> {
    const OrderMade = defineEvent<Order>({ topic, schema, key: ({ orderId }) => orderId });
    const registry = httpRegistry({ url: this.stack.registryUrl });
    const codec = avroCodec({ registry, definitions: [OrderMade as EventDefinition<never>] });
    const sink = this.transport.sink();
    const publisher = new EventPublisher({ sink, codec, clock: systemClock, newId: randomUUID });
    this.#publish = (made) => publisher.publish(OrderMade, made, { source: '/desk' });
    this.#order = order;
    return OrderMade;
  }

  async take(orderId: string): Promise<void> {
    await this.#publish(this.#order(orderId));
    this.taken.push(orderId);
  }

  open(): void {
    this.#isOpen = true;
    this.#running = this.#takeOrders();
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#running;
  }

  async #takeOrders(): Promise<void> {
    const time = runningTime();
    let lastMs = 0;
    while (this.#isOpen) {
      await this.take(randomUUID());
      const nowMs = time.elapsedMs();
      this.longestPauseMs = Math.max(this.longestPauseMs, nowMs - lastMs);
      lastMs = nowMs;
      await systemClock.sleep(50);
    }
    time.stop();
  }
}
