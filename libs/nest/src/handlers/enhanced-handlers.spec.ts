import {
  Catch,
  Injectable,
  Scope,
  SetMetadata,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentMetadata,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
  type Provider,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE, Reflector } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  completed,
  retryLater,
  type Delivery,
  type HandlerContext,
  type Outcome,
  type SingleBinding,
} from '@spillway/streaming';
import { Observable, concat, defer, map, of, tap, throwError, timer } from 'rxjs';
import { SpillwayContext } from '../context/spillway-context.js';
import { ParcelSent, tracking, type Parcel } from '../server/demo-app.support.js';
import { BatchEventHandler } from './batch-event-handler.decorator.js';
import { appOf, bindingOf, callHandler } from './call-handler.support.js';
import { EventHandler } from './event-handler.decorator.js';

const steps: string[] = [];
const note = (step: string): void => void steps.push(step);

@Injectable()
class Notes {
  add(step: string): void {
    note(step);
  }
}

@Injectable()
class NotingGuard implements CanActivate {
  constructor(private readonly notes: Notes) {}
  canActivate(context: ExecutionContext): boolean {
    const { key } = context.switchToRpc().getContext<SpillwayContext>().getDelivery();
    this.notes.add(`guard ${context.getType()} ${context.getClass().name}.${context.getHandler().name} ${key}`);
    return true;
  }
}

class NotingInterceptor implements NestInterceptor {
  constructor(private readonly name: string) {}
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    note(`before ${this.name}`);
    return next.handle().pipe(tap({ next: () => note(`after ${this.name}`) }));
  }
}

class UpperPipe implements PipeTransform {
  transform(parcel: Parcel, { type }: ArgumentMetadata): Parcel {
    note(`pipe ${type}`);
    return { number: parcel.number.toLowerCase() };
  }
}

/** Would break on anything that is no payload. */
class StringPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    return value.trim();
  }
}

const deny: CanActivate = { canActivate: () => false };

describe('Nest enhancers around handlers', () => {
  const apps: NestFastifyApplication[] = [];
  const start = async (handler: Type, globals: readonly Provider[] = []): Promise<NestFastifyApplication> => {
    const app = await appOf([handler, Notes], globals);
    apps.push(app);
    return app;
  };
  afterEach(async () => {
    steps.length = 0;
    for (const app of apps.splice(0)) await app.close();
  });

  test('guards, interceptors and pipes run in Nest’s order, of class and method, with injection', async () => {
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UseGuards(NotingGuard)
    @UseInterceptors(new NotingInterceptor('class'))
    class Handles {
      @UseInterceptors(new NotingInterceptor('method'))
      @UsePipes(new UpperPipe())
      handle(event: Parcel, delivery: Delivery<Parcel>): Outcome {
        note(`handle ${event.number} of ${delivery.event.number}`);
        return completed();
      }
    }
    expect(await callHandler(await start(Handles), 'Handles')).toEqual([completed()]);
    expect(steps).toEqual([
      'guard rpc Handles.handle A',
      'before class',
      'before method',
      'pipe body',
      'handle a of A',
      'after method',
      'after class',
    ]);
  });

  test('global ones run, by APP_… providers and by useGlobal…', async () => {
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Handles {
      handle(event: Parcel): void {
        note(`handle ${event.number}`);
        throw new TypeError('broken');
      }
    }
    @Catch(TypeError)
    class ToRetry implements ExceptionFilter {
      catch(error: TypeError): Observable<Outcome> {
        return of(retryLater(error.message));
      }
    }
    const app = await start(Handles, [
      { provide: APP_GUARD, useClass: NotingGuard },
      { provide: APP_INTERCEPTOR, useValue: new NotingInterceptor('APP') },
      { provide: APP_PIPE, useValue: new UpperPipe() },
    ]);
    app.useGlobalInterceptors(new NotingInterceptor('useGlobal'));
    app.useGlobalFilters(new ToRetry());
    expect(await callHandler(app, 'Handles')).toEqual([retryLater('broken')]);
    expect(steps).toEqual(['guard rpc Handles.handle A', 'before APP', 'before useGlobal', 'pipe body', 'handle a']);
  });

  test('a guard reads metadata of the method and of the class', async () => {
    const Role = (role: string) => SetMetadata('role', role);
    class RoleGuard implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        note(new Reflector().getAllAndMerge<string[]>('role', [context.getClass(), context.getHandler()]).join());
        return true;
      }
    }
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UseGuards(RoleGuard)
    @Role('class')
    class Handles {
      @Role('method')
      handle(): void {}
    }
    await callHandler(await start(Handles), 'Handles');
    expect(steps).toEqual(['class,method']);
  });

  test('a handler may answer with an Observable; its last value is the outcome', async () => {
    const answers: Record<string, () => Observable<Outcome | void>> = {
      A: () => of(completed(), retryLater('last')),
      B: () => new Observable((subscriber) => subscriber.complete()),
      C: () =>
        concat(
          timer(5),
          defer(() => of(retryLater('slow'))),
        ).pipe(map((value) => value as Outcome)),
      D: () => throwError(() => new TypeError('failed')),
    };
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Bare {
      handle({ number }: Parcel): Observable<Outcome | void> {
        return answers[number]!();
      }
    }
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UseInterceptors(new NotingInterceptor('class'))
    class Wrapped extends Bare {}
    for (const handler of [Bare, Wrapped]) {
      const app = await start(handler);
      expect(await callHandler(app, handler.name, ['A', 'B', 'C'])).toEqual([
        retryLater('last'),
        completed(),
        retryLater('slow'),
      ]);
      await expect(callHandler(app, handler.name, ['D'])).rejects.toThrow(TypeError);
    }
  });

  test('an Observable that never ends is left when the signal fires', async () => {
    let isSubscribed = true;
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Endless {
      handle(): Observable<Outcome> {
        return new Observable(() => () => (isSubscribed = false));
      }
    }
    const timeout = new AbortController();
    const call = callHandler(await start(Endless), 'Endless', ['A'], timeout.signal);
    await new Promise((resolve) => setImmediate(resolve));
    const reason = new Error('time is up');
    timeout.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(isSubscribed).toBe(false);
  });

  test('parameters by decorator: payload, its property with a pipe, context', async () => {
    const length: PipeTransform<string, number> = { transform: (value) => value.length };
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UsePipes(new StringPipe())
    class Handles {
      handle(@Payload('number', length) size: unknown, delivery: Delivery<Parcel>, @Ctx() context: unknown): void {
        note(`${String(size)} ${delivery.key} ${context instanceof SpillwayContext && context.getTopic()}`);
      }
    }
    await callHandler(await start(Handles), 'Handles', ['ABC']);
    expect(steps).toEqual(['3 ABC demo.parcels']);
  });

  test('a batch handler is wrapped once for all its deliveries; a denial is for the engine to narrow down', async () => {
    @Injectable()
    @BatchEventHandler(tracking, [ParcelSent])
    @UseInterceptors(new NotingInterceptor('class'))
    class Takes {
      handleBatch(deliveries: readonly Delivery<Parcel>[]): void {
        note(deliveries.map(({ event }) => event.number).join());
      }
    }
    await callHandler(await start(Takes), 'Takes', ['A', 'B']);
    expect(steps).toEqual(['before class', 'A,B', 'after class']);

    @Injectable()
    @BatchEventHandler(tracking, [ParcelSent])
    @UseGuards(deny)
    class Denied {
      handleBatch(): void {}
    }
    await expect(callHandler(await start(Denied), 'Denied', ['A', 'B'])).rejects.toMatchObject({ code: 'SPW-8003' });
  });

  test('without enhancers a handler is called straight: its answer is what it gave, promise or not', async () => {
    const promise = Promise.resolve(completed());
    const seen: unknown[] = [];
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Bare {
      handle(event: Parcel, ...rest: unknown[]): Promise<Outcome> | Outcome {
        seen.push(event, ...rest);
        return event.number === 'A' ? completed() : promise;
      }
    }
    const binding = bindingOf(await start(Bare), 'Bare') as SingleBinding;
    const context = {} as HandlerContext;
    const delivery = { event: { number: 'A' } } as Delivery;
    expect(binding.handle(delivery, context)).toBe(completed());
    expect(binding.handle({ event: { number: 'B' } } as Delivery, context)).toBe(promise);
    expect(seen.slice(0, 3)).toEqual([delivery.event, delivery, context]);
    expect(seen[1]).toBe(delivery);
  });

  test('a global enhancer that lives per request is refused at start', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest implements CanActivate {
      canActivate(): boolean {
        return true;
      }
    }
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Handles {
      handle(): void {}
    }
    const app = await start(Handles, [{ provide: APP_GUARD, useClass: PerRequest, scope: Scope.REQUEST }]);
    await expect(callHandler(app, 'Handles')).rejects.toMatchObject({
      code: 'SPW-5004',
      message: expect.stringContaining('lives per request, and would not run around handlers'),
    });
  });
});
