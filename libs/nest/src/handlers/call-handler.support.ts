import type { INestApplicationContext, Provider, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  completed,
  silentLogger,
  type Delivery,
  type HandlerBinding,
  type HandlerContext,
  type Outcome,
} from '@spillway/streaming';
import { createHttpApp } from '../admin/create-http-app.js';
import { demoModule, parcels, parcelTransport, ParcelSent, type Parcel } from '../server/demo-app.support.js';
import { HandlerWiring } from '../wiring/handler-wiring.js';

/** An app with these handlers, not listening and not consuming. */
export async function appOf(
  handlers: readonly Type[],
  globals: readonly Provider[] = [],
): Promise<NestFastifyApplication> {
  const module = demoModule({ transport: await parcelTransport() }, { providers: handlers });
  module.providers = [...(module.providers ?? []), ...globals];
  return createHttpApp(module, { name: 'demo', logger: silentLogger, http: { host: '127.0.0.1', port: 0 } });
}

/** What the engine would call, by handler name. */
export function bindingOf(app: INestApplicationContext, name: string): HandlerBinding {
  const wiring = app.get(HandlerWiring, { strict: false });
  const handler = wiring.resolve().find((candidate) => candidate.name === name);
  if (handler === undefined) throw new Error(`No handler is named ${name}`);
  return wiring.bind(handler);
}

/** One call as the engine makes it. Answers the outcomes; rejects with what the handler threw. */
export async function callHandler(
  app: INestApplicationContext,
  name: string,
  numbers: readonly string[] = ['A'],
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly Outcome[]> {
  const binding = bindingOf(app, name);
  const deliveries = numbers.map(parcelDelivery) as unknown as readonly Delivery[];
  if (binding.kind === 'batch')
    return (await binding.handleBatch(deliveries, { transaction: undefined, signal })) ?? [];
  const context: HandlerContext = { signal, unitOfWork: (work) => work(undefined) };
  const outcomes: Outcome[] = [];
  for (const delivery of deliveries) outcomes.push((await binding.handle(delivery, context)) ?? completed());
  return outcomes;
}

function parcelDelivery(number: string, index = 0): Delivery<Parcel> {
  const record = { topic: parcels, partition: 0, offset: index, timestampMs: 0, headers: {} };
  return {
    event: { number },
    definition: ParcelSent,
    envelope: { id: `id-${number}`, source: '/test', type: ParcelSent.type },
    topic: parcels,
    partition: 0,
    offset: BigInt(index),
    key: number,
    timestampMs: 0,
    attempt: 1,
    redelivered: false,
    publish: () => Promise.reject(new Error('not here')),
    record: { ...record, key: Buffer.from(number), value: Buffer.from('') },
  };
}
