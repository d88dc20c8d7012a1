import { Controller, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EventPattern, MessagePattern, Transport as NestTransport } from '@nestjs/microservices';
import { afterEach, describe, expect, test } from '@jest/globals';
import { silentLogger, type EventPublisher, type Handler, type StateStore, type Transport } from '@spillway/streaming';
import { memoryStateStore, sinkWith, transportWith, waitUntil } from '@spillway/testing';
import { EventHandler } from '../handlers/event-handler.decorator.js';
import { SPILLWAY_PUBLISHER, SPILLWAY_SERVER } from '../options/tokens.js';
import { startHttpApp, type RunningHttpApp } from '../run/start-http-app.js';
import { ConsumerRegistry, type RunnableConsumer } from './consumer-registry.js';
import {
  demoModule,
  NoteParcel,
  Notebook,
  ParcelLost,
  parcelTransport,
  ParcelSent,
  tracking,
  type Parcel,
} from './demo-app.support.js';
import type { ServerStatus, SpillwayServer } from './spillway-server.js';

const options = { name: 'demo', logger: silentLogger, http: { host: '127.0.0.1', port: 0 } };
const source = '/test';

describe('the server', () => {
  const running: RunningHttpApp[] = [];
  const start = async (...module: Parameters<typeof demoModule>): Promise<RunningHttpApp> => {
    const app = await startHttpApp(demoModule(...module), options);
    running.push(app);
    return app;
  };
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
  });
  const publisherOf = ({ app }: RunningHttpApp) => app.get<EventPublisher>(SPILLWAY_PUBLISHER, { strict: false });
  const linesOf = ({ app }: RunningHttpApp) => app.get(Notebook, { strict: false }).lines;

  test('gives published events to the handler and commits them', async () => {
    const transport = await parcelTransport();
    const app = await start({ transport });
    await publisherOf(app).publish(ParcelSent, { number: 'A' }, { source });
    await publisherOf(app).publish(ParcelLost, { number: 'A' }, { source });
    await publisherOf(app).publish(ParcelSent, { number: 'A' }, { source });
    await waitUntil('both parcels are noted', () => linesOf(app).length === 2);
    expect(linesOf(app)).toEqual(['A@0', 'A@2']);
    await app.close();
    const again = await start({ transport: await sameLog(transport) });
    await publisherOf(again).publish(ParcelSent, { number: 'A' }, { source });
    await waitUntil('only the new parcel is noted', () => linesOf(again).length === 1);
    expect(linesOf(again)).toEqual(['A@3']);
  });

  test('two apps in one process share nothing', async () => {
    const [first, second] = [
      await start({ transport: await parcelTransport() }),
      await start({ transport: await parcelTransport() }),
    ];
    await publisherOf(first).publish(ParcelSent, { number: 'A' }, { source });
    await waitUntil('the first app notes it', () => linesOf(first).length === 1);
    expect(linesOf(second)).toEqual([]);
    await first.close();
    await publisherOf(second).publish(ParcelSent, { number: 'B' }, { source });
    await waitUntil('the second works on', () => linesOf(second).length === 1);
  });

  test('is ready only while its consumers run', async () => {
    const app = await start({ transport: await parcelTransport() });
    const ready = await fetch(`${app.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      info: { app: { status: 'up' }, log: { status: 'up' }, consumers: { status: 'up' } },
    });
    await app.app.get(ConsumerRegistry, { strict: false }).get('tracking')?.stop();
    const red = await fetch(`${app.url}/health/ready`);
    expect(red.status).toBe(503);
    expect(await red.json()).toMatchObject({ errorCode: 'SPW-4017', detail: 'tracking is stopped' });
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${app.url}/health/startup`)).status).toBe(200);
  });

  test('closes in order: consumers, then providers, then sink and transport', async () => {
    const steps: string[] = [];
    const transport = watched(await parcelTransport(), steps);
    const extra: RunnableConsumer = {
      start: async () => void steps.push('extra consumer started'),
      stop: async () => void steps.push('extra consumer stopped'),
      status: () => ({ state: 'running', partitions: [], lastProgressMs: 0 }),
    };
    @Injectable()
    class AddsConsumer implements OnModuleInit {
      constructor(@Inject(ConsumerRegistry) private readonly consumers: ConsumerRegistry) {}
      onModuleInit(): void {
        this.consumers.add('extra', extra);
      }
    }
    const app = await start({ transport }, { providers: [NoteParcel, AddsConsumer], steps });
    const status: ServerStatus[] = [];
    app.app.get<SpillwayServer>(SPILLWAY_SERVER, { strict: false }).status.subscribe((now) => status.push(now));
    await Promise.all([app.close(), app.close()]);
    expect(steps).toEqual([
      'extra consumer started',
      'extra consumer stopped',
      'database closed',
      'sink flushed',
      'transport closed',
    ]);
    expect(status.slice(-2)).toEqual(['draining', 'stopped']);
  });

  test('is not ready from the first moment of closing, while requests are still answered', async () => {
    let drained = (): void => {};
    const slow: RunnableConsumer = {
      start: async () => {},
      stop: () => new Promise((resolve) => (drained = resolve)),
      status: () => ({ state: 'running', partitions: [], lastProgressMs: 0 }),
    };
    @Injectable()
    class AddsConsumer implements OnModuleInit {
      constructor(@Inject(ConsumerRegistry) private readonly consumers: ConsumerRegistry) {}
      onModuleInit(): void {
        this.consumers.add('slow', slow);
      }
    }
    const app = await start({ transport: await parcelTransport() }, { providers: [NoteParcel, AddsConsumer] });
    const closing = app.close();
    const answer = await fetch(`${app.url}/health/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('the app is closing') });
    drained();
    await closing;
    await expect(fetch(`${app.url}/health/live`)).rejects.toThrow();
  });

  test('tells when a consumer stopped working for good', async () => {
    const reason = new Error('refused');
    let fail = (_reason: unknown): void => {};
    const refused: RunnableConsumer = {
      start: async () => {},
      stop: async () => {},
      status: () => ({ state: 'failed', partitions: [], lastProgressMs: 0 }),
      failed: new Promise((resolve) => (fail = resolve)),
    };
    @Injectable()
    class AddsConsumer implements OnModuleInit {
      constructor(@Inject(ConsumerRegistry) private readonly consumers: ConsumerRegistry) {}
      onModuleInit(): void {
        this.consumers.add('refused', refused);
      }
    }
    const app = await start({ transport: await parcelTransport() }, { providers: [NoteParcel, AddsConsumer] });
    fail(reason);
    expect(await app.failed).toBe(reason);
  });

  test('leaves a transport alone that belongs to somebody else', async () => {
    const steps: string[] = [];
    const app = await start({ transport: watched(await parcelTransport(), steps), ownsTransport: false });
    await app.close();
    expect(steps).toEqual(['sink flushed']);
  });

  test('refuses to start with handlers that do not fit, and says what to write', async () => {
    @Injectable()
    @EventHandler(tracking, ParcelLost)
    class NoteLost implements Handler<Parcel> {
      handle(): void {}
    }
    const starting = start({ transport: await parcelTransport() }, { providers: [NoteParcel, NoteLost] });
    await expect(starting).rejects.toMatchObject({
      code: 'SPW-5004',
      message: expect.stringContaining('handles demo.parcels.ParcelLost in NoteLost and ignores it'),
    });
  });

  test('refuses request and reply at start, saying why and what to use', async () => {
    @Controller()
    class Replies {
      @MessagePattern({ cmd: 'price' })
      async price(): Promise<number> {
        return 1;
      }
    }
    const starting = start({ transport: await parcelTransport() }, { controllers: [Replies] });
    await expect(starting).rejects.toMatchObject({
      code: 'SPW-8001',
      message: expect.stringMatching(
        /^@MessagePattern\(\{"cmd":"price"\}\) Replies\.price: the topic of the reply would come from the caller\. Answer over HTTP/,
      ),
    });
  });

  test('a method for another transport is none of its business', async () => {
    @Controller()
    class ForOthers {
      @MessagePattern('price', NestTransport.TCP)
      price(): number {
        return 1;
      }
      @EventPattern<string>('anything', NestTransport.NATS)
      anything(): void {}
    }
    await start({ transport: await parcelTransport() }, { controllers: [ForOthers] });
  });

  test('a second member with embedded state refuses itself, the first works on', async () => {
    const transport = await parcelTransport();
    const state = { ...emptyState, embedded: true };
    const first = await start({ transport: await sameLog(transport), state });
    const second = start({ transport: await sameLog(transport), state });
    await expect(second).rejects.toMatchObject({ code: 'SPW-6003' });
    await waitUntil('the first has all partitions again', () => {
      const { state: runState, partitions } = first.app
        .get(ConsumerRegistry, { strict: false })
        .get('tracking')!
        .status();
      return runState === 'running' && partitions.length === 3;
    });
  });

  test('a taken port is refused with its code', async () => {
    const first = await start({ transport: await parcelTransport() });
    const port = Number(new URL(first.url).port);
    const http = { host: '127.0.0.1', port };
    await expect(
      startHttpApp(demoModule({ transport: await parcelTransport() }), { ...options, http }),
    ).rejects.toMatchObject({ code: 'SPW-1003' });
  });

  test('an admin port takes probes and metrics away from the port of the app', async () => {
    const taken = await freePort();
    const http = { ...options.http, adminPort: taken };
    const app = await startHttpApp(demoModule({ transport: await parcelTransport() }), { ...options, http });
    running.push(app);
    expect((await fetch(`${app.url}/health/live`)).status).toBe(404);
    expect((await fetch(`${app.url}/metrics`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${taken}/health/ready`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${taken}/metrics`)).status).toBe(200);
  });
});

/** Another client of the same log. */
async function sameLog(transport: Transport): Promise<Transport> {
  const { memoryTransport } = await import('@spillway/streaming');
  return memoryTransport({ log: (transport as ReturnType<typeof memoryTransport>).log });
}

function watched(transport: Transport, steps: string[]): Transport {
  const sink = transport.sink();
  const watchedSink = sinkWith(sink, {
    flush: async () => {
      steps.push('sink flushed');
      await sink.flush();
    },
  });
  return transportWith(transport, {
    sink: () => watchedSink,
    close: async () => {
      steps.push('transport closed');
      await transport.close();
    },
  });
}

const emptyState = memoryStateStore() as StateStore;

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
