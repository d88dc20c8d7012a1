import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  defineGroup,
  memoryTransport,
  retryTopicDefinitions,
  silentLogger,
  type EventPublisher,
  type Handler,
} from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { EventHandler } from '../handlers/event-handler.decorator.js';
import { SPILLWAY_PUBLISHER } from '../options/tokens.js';
import { startHttpApp, type RunningHttpApp } from '../run/start-http-app.js';
import { demoModule, parcels, ParcelLost, ParcelSent, type Parcel } from '../server/demo-app.support.js';

const sorting = defineGroup('sorting', {
  startFrom: 'beginning',
  topics: {
    [parcels]: { ordering: 'key', ignore: [ParcelLost], retry: { delaysMs: [20] }, whenDeadLettered: 'hold' },
  },
});
let isBroken: boolean;
let sorted: string[];
let app: RunningHttpApp;

@Injectable()
@EventHandler(sorting, ParcelSent)
class SortParcel implements Handler<Parcel> {
  handle({ number }: Parcel, { envelope }: { readonly envelope: { readonly id: string } }): void {
    if (isBroken) throw new Error('the belt stands');
    sorted.push(`${number} ${envelope.id}`);
  }
}

beforeEach(async () => {
  isBroken = true;
  sorted = [];
  const transport = memoryTransport();
  await transport
    .admin()
    .ensureTopics([{ name: parcels, partitions: 1 }, ...retryTopicDefinitions(sorting, parcels, 1)]);
  app = await startHttpApp(demoModule({ transport }, { providers: [SortParcel] }), {
    name: 'demo',
    logger: silentLogger,
    http: { host: '127.0.0.1', port: 0 },
  });
});
afterEach(() => app.close());

const publish = (id: string, number = 'A') =>
  app.app
    .get<EventPublisher>(SPILLWAY_PUBLISHER, { strict: false })
    .publish(ParcelSent, { number }, { source: '/test', id });

async function read<T>(path = ''): Promise<T> {
  return (await (await fetch(`${app.url}/groups/${sorting.name}${path}`)).json()) as T;
}

async function release(what: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const path = `${app.url}/groups/${sorting.name}/release`;
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(what) });
  return { status: answer.status, body: await answer.json() };
}

it('an operator releases a held key: its dead letters go back in order, and what comes later follows, all over HTTP', async () => {
  const deadCount = async () => (await read<{ deadLetters: unknown[] }>('/dead-letters')).deadLetters.length;
  const key = { topic: parcels, key: 'A' };
  await publish('first');
  await waitUntil('the first is dead', async () => (await deadCount()) === 1);
  await publish('second');
  await waitUntil('the second has followed it', async () => (await deadCount()) === 2);
  isBroken = false;
  expect(sorted).toEqual([]);
  expect(await release(key)).toEqual({ status: 200, body: { sentBack: 2 } });
  await waitUntil('both are sorted', () => sorted.length === 2);
  await publish('third');
  await waitUntil('the key is free', () => sorted.length === 3);
  expect(sorted).toEqual(['A first', 'A second', 'A third']);
  expect(await release(key)).toMatchObject({ status: 409, body: { errorCode: 'SPW-5205' } });
});

it('an operator releases a handler whose dead-letter budget is spent: what waited is handled, all over HTTP', async () => {
  const budgets = async () => (await read<{ budgets: unknown[] }>()).budgets;
  const isSpent = async () => (await budgets()).some((each) => (each as { isSpent: boolean }).isSpent);
  const sent = Array.from({ length: 120 }, (_, index) => publish(`of ${index}`, `N${index}`));
  await Promise.all(sent);
  await waitUntil('the budget is spent', isSpent);
  expect(await budgets()).toEqual([{ handler: 'SortParcel', isSpent: true }]);
  isBroken = false;
  expect(sorted).toEqual([]);
  expect(await release({ handler: 'SortParcel' })).toEqual({ status: 200, body: { sentBack: 0 } });
  expect(await budgets()).toEqual([{ handler: 'SortParcel', isSpent: false }]);
  // The budget allows a hundred dead letters.
  await waitUntil('the rest is sorted', () => sorted.length === sent.length - 100, 5_000);
});
