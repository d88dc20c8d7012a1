import { Inject, Injectable, Module } from '@nestjs/common';
import { afterEach, describe, expect, test } from '@jest/globals';
import { noMetrics, silentLogger, type EventPublisher, type Handler } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { EventHandler } from '../handlers/event-handler.decorator.js';
import { startHttpApp, type RunningHttpApp } from '../run/start-http-app.js';
import {
  jsonCodec,
  NoteParcel,
  Notebook,
  ParcelLost,
  parcelTransport,
  ParcelSent,
  tracking,
  type Parcel,
} from '../server/demo-app.support.js';
import { SpillwayModule } from './spillway.module.js';
import { SPILLWAY_PUBLISHER } from '../options/tokens.js';

describe('SpillwayModule.forFeature', () => {
  let running: RunningHttpApp | undefined;
  afterEach(async () => running?.close());

  test('brings handlers whose dependencies come from its options, and hands them on to who imports it', async () => {
    @Module({ providers: [Notebook], exports: [Notebook] })
    class NotebookModule {}
    @Injectable()
    class Owner {
      constructor(@Inject(NoteParcel) readonly handler: NoteParcel) {}
    }
    const transport = await parcelTransport();
    @Module({
      imports: [
        SpillwayModule.forRootAsync({
          useFactory: () => ({ transport, codec: jsonCodec, logger: silentLogger, metrics: noMetrics }),
        }),
        SpillwayModule.forFeature([NoteParcel], { imports: [NotebookModule] }),
      ],
      providers: [Owner],
    })
    class App {}
    running = await startHttpApp(App, { name: 'demo', logger: silentLogger, http: { host: '127.0.0.1', port: 0 } });
    const publisher = running.app.get<EventPublisher>(SPILLWAY_PUBLISHER, { strict: false });
    await publisher.publish(ParcelSent, { number: 'A' }, { source: '/test' });
    const { lines } = running.app.get(Notebook, { strict: false });
    await waitUntil('the parcel is noted', () => lines.length === 1);
    expect(running.app.get(Owner).handler).toBeInstanceOf(NoteParcel);
  });

  test('refuses classes that nothing marks as handlers', () => {
    class Forgotten {
      handle(): void {}
    }
    @Injectable()
    @EventHandler(tracking, ParcelLost)
    class Marked implements Handler<Parcel> {
      handle(): void {}
    }
    // Decorations are not inherited: a subclass without its own would never be called.
    class Sub extends Marked {}
    expect(() => SpillwayModule.forFeature([Marked, Forgotten, Sub])).toThrow(
      'SpillwayModule.forFeature() got Forgotten, Sub without decorator; write @EventHandler(group, Event) above the class',
    );
  });
});
