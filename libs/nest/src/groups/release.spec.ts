import { expect, it } from '@jest/globals';
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
import { SPILLWAY_PUBLISHER } from '../module/tokens.js';
import { startHttpApp } from '../run/start-http-app.js';
import { demoModule, parcels, ParcelLost, ParcelSent, type Parcel } from '../server/demo-app.support.js';

const sorting = defineGroup('sorting', {
  startFrom: 'beginning',
  topics: {
    [parcels]: { ordering: 'key', ignore: [ParcelLost], retry: { delaysMs: [20] }, whenDeadLettered: 'hold' },
  },
});
let isBroken = true;
const sorted: string[] = [];

@Injectable()
@EventHandler(sorting, ParcelSent)
class SortParcel implements Handler<Parcel> {
  handle({ number }: Parcel, { envelope }: { readonly envelope: { readonly id: string } }): void {
    if (isBroken) throw new Error('the belt stands');
    sorted.push(`${number} ${envelope.id}`);
  }
}

it('an operator releases a held key: its dead letters go back in order, and what comes later follows, all over HTTP', async () => {
  const transport = memoryTransport();
  await transport
    .admin()
    .ensureTopics([{ name: parcels, partitions: 1 }, ...retryTopicDefinitions(sorting, parcels, 1)]);
  const app = await startHttpApp(demoModule({ transport }, { providers: [SortParcel] }), {
    name: 'demo',
    logger: silentLogger,
    http: { host: '127.0.0.1', port: 0 },
  });
  const publisher = app.app.get<EventPublisher>(SPILLWAY_PUBLISHER, { strict: false });
  const publish = (id: string) => publisher.publish(ParcelSent, { number: 'A' }, { source: '/test', id });
  const path = `${app.url}/groups/${sorting.name}`;
  const deadCount = async () =>
    ((await (await fetch(`${path}/dead-letters`)).json()) as { deadLetters: unknown[] }).deadLetters.length;
  const release = async () => {
    const body = JSON.stringify({ topic: parcels, key: 'A' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${path}/release`, { method: 'POST', headers, body });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };

  await publish('first');
  await waitUntil('the first is dead', async () => (await deadCount()) === 1);
  await publish('second');
  await waitUntil('the second has followed it', async () => (await deadCount()) === 2);
  isBroken = false;
  expect(sorted).toEqual([]);
  expect(await release()).toEqual({ status: 200, body: { sentBack: 2 } });
  await waitUntil('both are sorted', () => sorted.length === 2);
  await publish('third');
  await waitUntil('the key is free', () => sorted.length === 3);
  expect(sorted).toEqual(['A first', 'A second', 'A third']);
  expect(await release()).toMatchObject({ status: 409, body: { errorCode: 'SPW-5205' } });
  await app.close();
});
