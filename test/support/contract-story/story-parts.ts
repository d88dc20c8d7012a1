import { Injectable, type Type } from '@nestjs/common';
import { defineEvent, type AvroSchema, type EventDefinition } from '@spillway/events';
import { EventHandler } from '@spillway/nest';
import { defineGroup, exponential, type Delivery, type GroupDefinition, type Handler } from '@spillway/streaming';

export interface StoryTopic {
  readonly topic: string;
  /** Another event of the topic, that changes in no version. */
  readonly goneSchema: AvroSchema;
}

/** Handlers and events of an app of one version. */
export interface StoryParts {
  readonly groups: readonly GroupDefinition[];
  readonly handlers: readonly Type[];
  readonly events: readonly EventDefinition<never>[];
}

export type Order = Readonly<Record<string, unknown>> & { readonly orderId: string };

/** What a group was given, in order. */
export interface Handled {
  readonly version: number;
  readonly order: Order;
}

const retry = exponential({ initialMs: 15_000, factor: 2, maxMs: 30_000 });

/** An order that the kitchen cannot make yet. */
export const unmakeable = 'unmakeable';

/** Handles orders in one group, and reads past them in another. */
export function kitchenParts(
  { topic, goneSchema }: StoryTopic,
  {
    schema,
    version,
    handled,
    canMakeAll,
  }: {
    readonly schema: AvroSchema;
    readonly version: number;
    readonly handled: Handled[];
    readonly canMakeAll: boolean;
  },
): StoryParts {
  const OrderMade = defineEvent<Order>({ topic, schema, key: ({ orderId }) => orderId });
  const OrderGone = defineEvent<Order>({ topic, schema: goneSchema, key: ({ orderId }) => orderId });
  const kitchen = defineGroup('kitchen', {
    startFrom: 'beginning',
    topics: { [topic]: { ordering: 'key', retry, ignore: [OrderGone] } },
  });
  const letters = defineGroup('letters', {
    startFrom: 'beginning',
    topics: { [topic]: { ordering: 'key', ignore: [OrderMade] } },
  });

  @Injectable()
  @EventHandler(kitchen, OrderMade)
  class Cook implements Handler<Order> {
    handle(order: Order): void {
      if (order.orderId.startsWith(unmakeable) && !canMakeAll) throw new Error('The oven is cold');
      handled.push({ version, order });
    }
  }

  @Injectable()
  @EventHandler(letters, OrderGone)
  class WriteLetter implements Handler<Order> {
    handle(): void {}
  }

  return { groups: [kitchen, letters], handlers: [Cook, WriteLetter], events: [OrderMade, OrderGone] };
}

/** Reads of an order what it needs, and nothing else. */
export function billingParts({ topic, goneSchema }: StoryTopic, schema: AvroSchema, handled: Handled[]): StoryParts {
  const OrderMade = defineEvent<Order>({ topic, schema, key: ({ orderId }) => orderId });
  const OrderGone = defineEvent<Order>({ topic, schema: goneSchema, key: ({ orderId }) => orderId });
  const billing = defineGroup('billing', {
    startFrom: 'beginning',
    topics: { [topic]: { ordering: 'key', ignore: [OrderGone] } },
  });

  @Injectable()
  @EventHandler(billing, OrderMade)
  class Bill implements Handler<Order> {
    handle(order: Order, _delivery: Delivery<Order>): void {
      handled.push({ version: 1, order });
    }
  }

  return { groups: [billing], handlers: [Bill], events: [OrderMade, OrderGone] };
}
