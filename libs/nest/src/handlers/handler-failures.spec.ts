import {
  BadRequestException,
  Catch,
  ForbiddenException,
  Injectable,
  UnauthorizedException,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type NestInterceptor,
  type PipeTransform,
  type Type,
} from '@nestjs/common';
import { BaseRpcExceptionFilter, RpcException } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, test } from '@jest/globals';
import { retryLater, type Outcome } from '@spillway/streaming';
import { of, throwError, type Observable } from 'rxjs';
import { ParcelSent, tracking, type Parcel } from '../server/demo-app.support.js';
import { appOf, callHandler } from './call-handler.support.js';
import { EventHandler } from './event-handler.decorator.js';

const steps: string[] = [];
const note = (step: string): void => void steps.push(step);

const deny = (error?: unknown): CanActivate => ({
  canActivate: () => {
    if (error !== undefined) throw error;
    return false;
  },
});
const refuse = (error: unknown): PipeTransform => ({
  transform: () => {
    throw error;
  },
});
const pass: PipeTransform = { transform: (value: unknown) => value };
const through: NestInterceptor = { intercept: (_context, next) => next.handle() };

describe('what fails around and in handlers', () => {
  const apps: NestFastifyApplication[] = [];
  const start = async (handler: Type): Promise<NestFastifyApplication> => {
    const app = await appOf([handler]);
    apps.push(app);
    return app;
  };
  afterEach(async () => {
    steps.length = 0;
    for (const app of apps.splice(0)) await app.close();
  });

  test.each([
    ['says no', undefined],
    ['throws 403', new ForbiddenException('not you')],
    ['throws 401', new UnauthorizedException()],
    ['throws an RpcException', new RpcException('not you')],
  ])('a guard that %s has a code that no retry follows', async (_case, thrown) => {
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UseGuards(deny(thrown))
    class Handles {
      handle(): void {
        note('handled');
      }
    }
    await expect(callHandler(await start(Handles), 'Handles')).rejects.toMatchObject({
      code: 'SPW-8003',
      retryable: false,
      cause: thrown ?? expect.any(RpcException),
    });
    expect(steps).toEqual([]);
  });

  test('a guard that fails otherwise is an error like any other', async () => {
    const error = Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' });
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UseGuards(deny(error))
    class Handles {
      handle(): void {}
    }
    await expect(callHandler(await start(Handles), 'Handles')).rejects.toBe(error);
  });

  test('a pipe that refuses the payload has one, too; the same error from the handler does not', async () => {
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UsePipes(refuse(new BadRequestException('number is odd')))
    class Refused {
      handle(): void {}
    }
    await expect(callHandler(await start(Refused), 'Refused')).rejects.toMatchObject({
      code: 'SPW-8004',
      retryable: false,
    });

    const error = new BadRequestException('from elsewhere');
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UsePipes(pass)
    class Throws {
      handle(): void {
        throw error;
      }
    }
    await expect(callHandler(await start(Throws), 'Throws')).rejects.toBe(error);
  });

  test('N1: errors stay the objects they are, through enhancers and filters that only look or rename', async () => {
    const error = Object.freeze(Object.assign(new RangeError('original'), { retriable: true }));
    class Looks implements ExceptionFilter {
      catch(seen: unknown, host: ArgumentsHost): void {
        note(`${host.getType()} ${(seen as Error).message} ${host.switchToRpc().getData<Parcel>().number}`);
      }
    }
    class Base extends BaseRpcExceptionFilter {}
    Catch()(Looks);
    Catch()(Base);
    for (const filter of [new Looks(), new Base()]) {
      @Injectable()
      @EventHandler(tracking, ParcelSent)
      @UseFilters(filter)
      @UseInterceptors(through)
      class Handles {
        async handle(): Promise<void> {
          throw error;
        }
      }
      await expect(callHandler(await start(Handles), 'Handles')).rejects.toBe(error);
    }
    expect(steps).toContain('rpc original A');
  });

  test.each([['undefined'], ['text'], ['null']])('what is no error stays as it is: %s', async (kind) => {
    const thrown = { undefined: undefined, text: 'text', null: null }[kind];
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UseInterceptors(through)
    class Handles {
      handle(): void {
        throw thrown;
      }
    }
    const failure = await callHandler(await start(Handles), 'Handles').then(
      () => 'completed',
      (error: unknown) => ({ error }),
    );
    expect(failure).toEqual({ error: thrown });
  });

  test('a filter turns an error into an outcome, or into another error', async () => {
    @Catch(TypeError)
    class ToOutcome implements ExceptionFilter {
      async catch(): Promise<Outcome> {
        return retryLater('later', { afterMs: 10 });
      }
    }
    const other = new Error('other');
    @Catch(RangeError)
    class ToOther implements ExceptionFilter {
      catch(): Observable<never> {
        return throwError(() => other);
      }
    }
    const errors = { A: new TypeError('a'), B: new RangeError('b'), C: new SyntaxError('c') };
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Handles {
      @UseFilters(ToOutcome, ToOther)
      handle({ number }: Parcel): void {
        throw errors[number as keyof typeof errors];
      }
    }
    const app = await start(Handles);
    expect(await callHandler(app, 'Handles', ['A'])).toEqual([retryLater('later', { afterMs: 10 })]);
    await expect(callHandler(app, 'Handles', ['B'])).rejects.toBe(other);
    await expect(callHandler(app, 'Handles', ['C'])).rejects.toBe(errors.C);
  });

  test('the filter of the method comes before that of the class', async () => {
    const answering = (reason: string): ExceptionFilter => {
      class Answers implements ExceptionFilter {
        catch(): Observable<Outcome> {
          return of(retryLater(reason));
        }
      }
      Catch()(Answers);
      return new Answers();
    };
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    @UseFilters(answering('class'))
    class Handles {
      @UseFilters(answering('method'))
      handle(): void {
        throw new Error('x');
      }
    }
    expect(await callHandler(await start(Handles), 'Handles')).toEqual([retryLater('method')]);
  });

  test('the global filter of the HTTP edge leaves handlers alone', async () => {
    const error = new Error('mine');
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Handles {
      handle(): void {
        throw error;
      }
    }
    await expect(callHandler(await start(Handles), 'Handles')).rejects.toBe(error);
  });
});
