import { Inject, Injectable, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientsModule, type ClientProxy } from '@nestjs/microservices';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { SpillwayError } from '@spillway/events';
import { EventPublisher, noMetrics, silentLogger, systemClock, type PublishedEvent } from '@spillway/streaming';
import { jsonCodec, recordingSink } from '@spillway/testing';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { SpillwayModule } from '../module/spillway.module.js';
import { SPILLWAY_PUBLISHER } from '../options/tokens.js';
import { parcels, ParcelLost, ParcelSent, parcelTransport } from '../server/demo-app.support.js';
import { SpillwayClient } from './spillway-client.js';
import { SpillwayRecord } from './spillway-record.js';

const events = [ParcelSent, ParcelLost];
const sent = 'demo.parcels.ParcelSent';

function clientOf(options: { readonly source?: string } = { source: '/test' }) {
  const sink = recordingSink();
  let count = 0;
  const publisher = new EventPublisher({ sink, codec: jsonCodec(), clock: systemClock, newId: () => `id-${++count}` });
  return { sink, client: new SpillwayClient({ publisher, events, ...options }) };
}

describe('the client', () => {
  afterEach(() => void jest.restoreAllMocks());

  test('emits by type, definition or topic, answers where the event lies and completes', async () => {
    const { client, sink } = clientOf();
    const answers = await lastValueFrom(client.emit(sent, { number: 'A' }).pipe(toArray()));
    expect(answers).toEqual([{ topic: parcels, partition: 0, offset: 0n, id: 'id-1' }]);
    await lastValueFrom(client.emit(ParcelLost, { number: 'A' }));
    expect(sink.records.map(({ key, headers }) => [String(key), headers['ce_type']])).toEqual([
      ['A', sent],
      ['A', 'demo.parcels.ParcelLost'],
    ]);
  });

  test('is hot: it publishes without a subscriber, once however many there are, and keeps the answer', async () => {
    const { client, sink } = clientOf();
    const answer = client.emit<PublishedEvent>(sent, { number: 'A' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(sink.records).toHaveLength(1);
    expect((await firstValueFrom(answer)).id).toBe('id-1');
    expect((await firstValueFrom(answer)).id).toBe('id-1');
    expect(sink.records).toHaveLength(1);
  });

  test('completes only with the ack', async () => {
    const { client, sink } = clientOf();
    let ack = (): void => {};
    const append = sink.append.bind(sink);
    sink.append = async (record) => {
      await new Promise<void>((resolve) => (ack = resolve));
      return append(record);
    };
    let completed = false;
    client.emit(sent, { number: 'A' }).subscribe({ complete: () => (completed = true) });
    await new Promise((resolve) => setImmediate(resolve));
    expect(completed).toBe(false);
    ack();
    await new Promise((resolve) => setImmediate(resolve));
    expect(completed).toBe(true);
  });

  test('events of one key keep the order of the calls', async () => {
    const { client, sink } = clientOf();
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    await Promise.all(numbers.map((number) => lastValueFrom(client.emit(sent, { number: String(number) }))));
    expect(sink.records.map(({ key }) => Number(String(key)))).toEqual(numbers);
  });

  test('a record carries attributes', async () => {
    const { client, sink } = clientOf({});
    const record = new SpillwayRecord({ number: 'A' }, { source: '/other', correlationId: 'c-1', id: 'mine' });
    await lastValueFrom(client.emit(sent, record));
    expect(sink.records[0]?.headers).toMatchObject({ ce_source: '/other', ce_correlationid: 'c-1', ce_id: 'mine' });
  });

  test('errors reach subscribers as they are; without one they are logged', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    const { client, sink } = clientOf();
    sink.isBroken = true;
    await expect(lastValueFrom(client.emit(sent, { number: 'A' }))).rejects.toMatchObject({ code: 'SPW-1110' });
    expect(logged).not.toHaveBeenCalled();
    client.emit(sent, { number: 'A' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(logged.mock.calls[0]).toEqual([
      expect.objectContaining({ code: 'SPW-1110' }),
      "An event that was emitted as 'demo.parcels.ParcelSent' failed",
    ]);
  });

  test('refuses what means no event or several, or has no source, and says so', async () => {
    const { client } = clientOf({});
    const refusal = async (pattern: string): Promise<string> => {
      const error = await lastValueFrom(client.emit(pattern, { number: 'A' })).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'SPW-8002' });
      return (error as SpillwayError).message;
    };
    expect(await refusal('demo.unknown')).toContain('known are demo.parcels.ParcelSent, demo.parcels.ParcelLost');
    expect(await refusal(parcels)).toContain('is the topic of 2 events');
    expect(await refusal(sent)).toContain('without a source');
    expect(() => new SpillwayClient({ events } as never)).toThrow(expect.objectContaining({ code: 'SPW-8002' }));
  });

  test('send() is refused at the call', () => {
    const { client } = clientOf();
    expect(() => client.send('price')).toThrow(expect.objectContaining({ code: 'SPW-8001' }));
  });

  test('comes by ClientsModule with its own connection, over the app’s publisher, or by its class', async () => {
    const ownTransport = await parcelTransport();
    const appTransport = await parcelTransport();
    const closed = jest.spyOn(ownTransport, 'close');
    const sharedClosed = jest.spyOn(appTransport, 'close');
    @Injectable()
    class Uses {
      constructor(
        @Inject('OWN') readonly own: ClientProxy,
        @Inject('SHARED') readonly shared: ClientProxy,
        @Inject(SpillwayClient) readonly provided: SpillwayClient,
      ) {}
    }
    @Module({
      imports: [
        SpillwayModule.forRoot({
          transport: appTransport,
          codec: jsonCodec(),
          logger: silentLogger,
          metrics: noMetrics,
          knownEvents: events,
          source: '/app',
        }),
        ClientsModule.register([
          {
            name: 'OWN',
            customClass: SpillwayClient,
            options: { transport: ownTransport, codec: jsonCodec(), events, source: '/own' },
          },
        ]),
        ClientsModule.registerAsync([
          {
            name: 'SHARED',
            inject: [SPILLWAY_PUBLISHER],
            useFactory: (publisher: EventPublisher) => ({
              customClass: SpillwayClient,
              options: { publisher, events, source: '/shared' },
            }),
          },
        ]),
      ],
      providers: [Uses],
    })
    class App {}
    const app = await NestFactory.createApplicationContext(App, { logger: false });
    const uses = app.get(Uses);
    for (const client of [uses.own, uses.shared, uses.provided]) {
      await lastValueFrom(client.emit(sent, { number: 'A' }));
    }
    const count = async (transport: typeof ownTransport): Promise<number> =>
      (await transport.admin().ranges(parcels)).reduce((sum, { endOffset }) => sum + Number(endOffset), 0);
    expect([await count(ownTransport), await count(appTransport)]).toEqual([1, 2]);
    await app.close();
    expect(closed).toHaveBeenCalledTimes(1);
    expect(sharedClosed).not.toHaveBeenCalled();
  });
});
