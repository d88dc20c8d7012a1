import {
  Controller,
  Inject,
  Injectable,
  UseGuards,
  UsePipes,
  type CanActivate,
  type PipeTransform,
} from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  deadLetter,
  defineGroup,
  silentLogger,
  type EventPublisher,
  type MemoryTransport,
  type Outcome,
} from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { of, throwError, type Observable } from 'rxjs';
import type { SpillwayContext } from '../context/spillway-context.js';
import { callHandler } from '../handlers/call-handler.support.js';
import { SPILLWAY_PUBLISHER } from '../options/tokens.js';
import { startHttpApp, type RunningHttpApp } from '../run/start-http-app.js';
import {
  demoModule,
  Notebook,
  ParcelLost,
  parcels,
  parcelTransport,
  ParcelSent,
  type Parcel,
} from '../server/demo-app.support.js';

const group = defineGroup('watching', { startFrom: 'beginning', topics: { [parcels]: { ordering: 'key' } } });
const options = { name: 'demo', logger: silentLogger, http: { host: '127.0.0.1', port: 0 } };
const knownEvents = [ParcelSent, ParcelLost];
const source = '/test';

describe('plain @EventPattern methods', () => {
  const running: RunningHttpApp[] = [];
  const start = async (controllers: readonly (new (...args: never[]) => object)[], defaultGroup = group) => {
    const transport = (await parcelTransport()) as MemoryTransport;
    await transport.admin().ensureTopics([{ name: `${parcels}.${group.name}.dlq`, partitions: 3 }]);
    const module = demoModule(
      { transport, knownEvents, defaultGroup },
      { providers: [], controllers: controllers as never },
    );
    const app = await startHttpApp(module, options);
    running.push(app);
    const publisher = app.app.get<EventPublisher>(SPILLWAY_PUBLISHER, { strict: false });
    return { app: app.app, publisher, transport, lines: app.app.get(Notebook, { strict: false }).lines };
  };
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
  });

  test('get payload and context, by event type and by RegExp, in the group they name', async () => {
    @Controller()
    class Watches {
      constructor(@Inject(Notebook) private readonly notebook: Notebook) {}

      @EventPattern<string>('demo.parcels.ParcelSent')
      async sent(@Payload() parcel: Parcel, @Ctx() context: SpillwayContext): Promise<void> {
        const { envelope, offset } = context.getDelivery<Parcel>();
        this.notebook.lines.push(`sent ${parcel.number} ${envelope.source} ${context.getTopic()}@${offset}`);
      }

      @EventPattern(/Lost$/, { group: tracking2 })
      lost(@Payload('number') number: string): void {
        this.notebook.lines.push(`lost ${number}`);
      }
    }
    @Controller()
    class Rest {
      @EventPattern<string>(parcels)
      rest(): void {}

      @EventPattern<string>('demo.parcels.ParcelSent', { group: tracking2 })
      others(): void {}
    }
    const { publisher, lines } = await start([Watches, Rest]);
    await publisher.publish(ParcelSent, { number: 'A' }, { source });
    await publisher.publish(ParcelLost, { number: 'A' }, { source });
    await waitUntil('both are noted', () => lines.length === 2);
    expect(lines.toSorted()).toEqual(['lost A', 'sent A /test demo.parcels@0']);
  });

  test('may answer with a promise or an Observable; an outcome counts, any other value is ignored as in Nest', async () => {
    const answers: Record<string, unknown> = {
      A: of(1, deadLetter('last value')),
      B: Promise.resolve(of(deadLetter('promised'))),
      C: { type: 'anything' },
      D: Promise.resolve(),
    };
    @Controller()
    class Watches {
      @EventPattern<string>(parcels)
      on(parcel: Parcel): unknown {
        return answers[parcel.number];
      }
    }
    const { app } = await start([Watches]);
    const outcomes = (await callHandler(app, 'Watches.on', ['A', 'B', 'C', 'D'])) as Outcome[];
    expect(outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.type))).toEqual([
      'last value',
      'promised',
      'completed',
      'completed',
    ]);
  });

  test('N1: what they throw, or their Observable fails with, is the error itself', async () => {
    const error = Object.assign(new TypeError('mine'), { retriable: true });
    @Controller()
    class Watches {
      @EventPattern<string>('demo.parcels.ParcelSent')
      sent(): Observable<never> {
        return throwError(() => error);
      }

      @EventPattern<string>('demo.parcels.ParcelLost')
      async lost(): Promise<void> {
        throw error;
      }
    }
    const { app } = await start([Watches]);
    await expect(callHandler(app, 'Watches.sent')).rejects.toBe(error);
    await expect(callHandler(app, 'Watches.lost')).rejects.toBe(error);
  });

  test('without parameter decorators get payload and context; pipes see the payload alone', async () => {
    const seen: unknown[] = [];
    const wrap: PipeTransform = { transform: (value, { type }) => ({ value, type }) };
    @Controller()
    @UsePipes(wrap)
    class Watches {
      @EventPattern<string>(parcels)
      on(...args: unknown[]): void {
        seen.push(args[0], (args[1] as SpillwayContext).getDelivery().key, args.length);
      }
    }
    const { app } = await start([Watches]);
    await callHandler(app, 'Watches.on');
    expect(seen).toEqual([{ value: { number: 'A' }, type: 'body' }, 'A', 2]);
  });

  test('with parameter decorators get what these say and nothing else', async () => {
    const seen: unknown[] = [];
    @Controller()
    class Watches {
      @EventPattern<string>(parcels)
      on(@Payload() parcel: Parcel, rest?: unknown): void {
        seen.push(parcel, rest);
      }
    }
    const { app } = await start([Watches]);
    await callHandler(app, 'Watches.on');
    expect(seen).toEqual([{ number: 'A' }, undefined]);
  });

  test('a guard that denies leaves a dead letter with its code, at once', async () => {
    let calls = 0;
    @Injectable()
    class Denies implements CanActivate {
      canActivate(): boolean {
        calls += 1;
        return false;
      }
    }
    @Controller()
    @UseGuards(Denies)
    class Watches {
      @EventPattern<string>(parcels)
      on(): void {}
    }
    const { publisher, transport } = await start([Watches]);
    await publisher.publish(ParcelSent, { number: 'A' }, { source });
    const dlq = transport.log.topic(`${parcels}.${group.name}.dlq`);
    const letters = () => dlq.partitions.flatMap((partition) => partition.read(0)?.records ?? []);
    await waitUntil('the dead letter is there', () => letters().length === 1);
    expect(String(letters()[0]?.headers['spillway-error-message'])).toContain(
      'A guard of Watches.on denied the delivery',
    );
    expect(String(letters()[0]?.headers['spillway-error-code'])).toBe('SPW-8003');
    expect(calls).toBe(1);
  });

  test('problems of patterns stop the start, all at once', async () => {
    @Controller()
    class Watches {
      @EventPattern<string>('demo.parcels.ParcelSnet')
      typo(): void {}

      @EventPattern({ cmd: 'sent' })
      command(): void {}
    }
    await expect(start([Watches])).rejects.toMatchObject({
      code: 'SPW-5004',
      issues: [
        {
          pointer: 'Watches.typo',
          detail: expect.stringContaining('matches no known event with demo.parcels.ParcelSnet'),
        },
        { pointer: 'Watches.command', detail: expect.stringContaining('neither text nor RegExp') },
      ],
    });
  });
});

const tracking2 = defineGroup('tracking', { startFrom: 'beginning', topics: { [parcels]: { ordering: 'key' } } });
