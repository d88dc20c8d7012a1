import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { deadLetterTopic } from '@spillway/events';
import {
  exponential,
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
import { describedAnswerErrors } from '../../../../test/support/described-answer-errors.js';
import { demoModule, parcels, ParcelLost, ParcelSent, type Parcel } from '../server/demo-app.support.js';

const retry = exponential({ initialMs: 20, factor: 2, maxMs: 20 });
const sorting = defineGroup('sorting', {
  startFrom: 'beginning',
  topics: { [parcels]: { ordering: 'key', ignore: [ParcelLost], retry } },
});
const dlq = deadLetterTopic(parcels, 'sorting');
let isBroken = true;
const handled: string[] = [];

@Injectable()
@EventHandler(sorting, ParcelSent)
class SortParcel implements Handler<Parcel> {
  handle({ number }: Parcel): void {
    if (isBroken) throw new Error('the belt stands');
    handled.push(number);
  }
}

describe('what operators ask over HTTP', () => {
  let app: RunningHttpApp;
  beforeAll(async () => {
    const transport = memoryTransport();
    await transport
      .admin()
      .ensureTopics([{ name: parcels, partitions: 1 }, ...retryTopicDefinitions(sorting, parcels, 1)]);
    app = await startHttpApp(demoModule({ transport }, { providers: [SortParcel] }), {
      name: 'demo',
      logger: silentLogger,
      http: { host: '127.0.0.1', port: 0 },
      openApi: { title: 'demo' },
    });
  });
  afterAll(() => app.close());

  async function ask(path: string, body?: object) {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${app.url}${path}`, body === undefined ? {} : post);
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  }
  const publish = (number: string) =>
    app.app
      .get<EventPublisher>(SPILLWAY_PUBLISHER, { strict: false })
      .publish(ParcelSent, { number }, { source: '/test' });
  const list = async () =>
    (await ask('/groups/sorting/dead-letters')).body['deadLetters'] as unknown as { id: string }[];

  it('lists, shows and sends back a dead letter, as its description says', async () => {
    await publish('A');
    await waitUntil('the parcel is dead', async () => (await list()).length === 1);
    const [letter] = await list();
    expect(letter).toMatchObject({
      id: `${dlq}/0/0`,
      key: 'A',
      attempts: 2,
      last: { errorClass: 'Error', message: 'the belt stands' },
    });
    const shown = await ask(`/groups/sorting/dead-letters/${letter!.id}`);
    expect(shown).toMatchObject({ status: 200, body: { payload: { number: 'A' }, valueBase64: expect.any(String) } });
    isBroken = false;
    const sent = await ask('/groups/sorting/dead-letters/send-back', { ids: [letter!.id] });
    const again = await ask('/groups/sorting/dead-letters/send-back', { ids: [letter!.id] });
    expect([sent, again]).toMatchObject([
      { status: 200, body: { letters: [{ outcome: 'sent' }] } },
      { status: 200, body: { letters: [{ outcome: 'repeated' }] } },
    ]);
    await waitUntil('the parcel is sorted', () => handled.length > 0);
    const { body: description } = await ask('/docs-json');
    const route = 'post /groups/{group}/dead-letters/send-back';
    expect(describedAnswerErrors(description, { route, ...sent })).toEqual([]);
    const group = await ask('/groups/sorting');
    expect(describedAnswerErrors(description, { route: 'get /groups/{group}', ...group })).toEqual([]);
  });

  it('gives what waits with its bytes, as its description says', async () => {
    const read = () => ask('/groups/sorting/waiting');
    // What was tried again is done a moment after its handler.
    await waitUntil('nothing waits but the dead letter', async () =>
      JSON.stringify(await read()).includes('[{"kind":"d'),
    );
    const waiting = await read();
    const valueBase64 = Buffer.from(`${ParcelSent.type}\n{"number":"A"}`).toString('base64');
    expect(waiting).toEqual({
      status: 200,
      body: {
        records: [
          {
            ...{ kind: 'dead-letter', source: parcels, topic: dlq, partition: 0, offset: 0, type: ParcelSent.type },
            ...{ schemaHeaderBase64: null, valueBase64 },
          },
        ],
        nextCursor: null,
      },
    });
    const { body: description } = await ask('/docs-json');
    expect(describedAnswerErrors(description, { route: 'get /groups/{group}/waiting', ...waiting })).toEqual([]);
  });

  it('pauses and resumes; the app stays ready', async () => {
    const paused = await ask('/groups/sorting/pause', {});
    expect(paused.body).toMatchObject({
      state: 'running',
      paused: [{ isPaused: true }],
      partitions: expect.arrayContaining([expect.objectContaining({ topic: parcels, state: 'paused' })]),
    });
    expect((await ask('/health/ready')).status).toBe(200);
    expect((await ask('/groups/sorting/resume', {})).body).toMatchObject({ paused: [] });
  });

  it.each([
    ['/groups/nobody', undefined, 404, 'SPW-5201'],
    ['/groups/nobody/pause', {}, 404, 'SPW-5201'],
    ['/groups/sorting/pause', { topic: 'other' }, 409, 'SPW-5202'],
    ['/groups/sorting/pause', { partiton: 1 }, 400, 'SPW-4021'],
    ['/groups/sorting/pause', { partition: '1' }, 400, 'SPW-4021'],
    ['/groups/sorting/pause?topic=a', {}, 400, 'SPW-4010'],
    ['/groups/sorting/release', {}, 400, 'SPW-4021'],
    ['/groups/sorting/release', { handler: 'nobody' }, 404, 'SPW-5209'],
    ['/groups/sorting/release', { topic: parcels, key: 'A' }, 409, 'SPW-5202'],
    ['/groups/sorting/accept-gap', { topic: parcels }, 400, 'SPW-4021'],
    ['/groups/sorting/accept-gap', { topic: parcels, partition: 0 }, 409, 'SPW-5042'],
    ['/groups/sorting/start-from', { position: 'yesterday' }, 400, 'SPW-4021'],
    ['/groups/nobody/waiting', undefined, 404, 'SPW-5201'],
    ['/groups/sorting/waiting?limit=501', undefined, 400, 'SPW-4010'],
    ['/groups/sorting/waiting?topic=a', undefined, 400, 'SPW-4010'],
    ['/groups/sorting/waiting?cursor=x', undefined, 400, 'SPW-5208'],
    ['/groups/sorting/dead-letters?limit=0', undefined, 400, 'SPW-4010'],
    ['/groups/sorting/dead-letters?cursor=x', undefined, 400, 'SPW-5208'],
    [`/groups/sorting/dead-letters/${dlq}/0/99`, undefined, 404, 'SPW-5203'],
    ['/groups/sorting/dead-letters/send-back', { ids: [] }, 400, 'SPW-4021'],
    ['/groups/sorting/dead-letters/send-back', { ids: ['x'] }, 404, 'SPW-5203'],
  ])('refuses %s %j', async (path, body, status, errorCode) => {
    expect(await ask(path, body)).toMatchObject({ status, body: { errorCode } });
  });

  it('takes nothing stopped as nothing to start', async () => {
    expect((await ask('/groups/sorting/start-from', { position: '2026-01-01T00:00:00Z' })).status).toBe(200);
  });
});
