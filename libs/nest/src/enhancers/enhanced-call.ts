import { HttpException } from '@nestjs/common';
import {
  ExecutionContextHost,
  FORBIDDEN_MESSAGE,
  GuardsConsumer,
  InterceptorsConsumer,
  PipesConsumer,
} from '@nestjs/core/internal';
import { RpcException } from '@nestjs/microservices';
import { SpillwayError } from '@spillway/events';
import { defer, type Observable } from 'rxjs';
import type { SpillwayContext } from '../context/spillway-context.js';
import type { BoundParam } from './bound-param.js';
import type { Enhancers } from './enhancers.js';
import type { HandlerTarget } from './handler-target.js';
import { settle } from './settle.js';

type Method = (...args: unknown[]) => unknown;
/** Which part of Nest's pipeline a call is in: what fails there means different things. */
type Stage = 'guard' | 'pipe' | 'handler';

const guardsConsumer = new GuardsConsumer();
const interceptorsConsumer = new InterceptorsConsumer();
const pipesConsumer = new PipesConsumer();

/**
 * Calls a handler method the way Nest calls a controller's: guards, interceptors, pipes, method, and exception filters
 * around it all. Unlike Nest's, an error that no filter turns into an answer is thrown as the object it was.
 */
export class EnhancedCall {
  private readonly method: Method;

  constructor(
    private readonly target: HandlerTarget,
    private readonly enhancers: Enhancers,
  ) {
    this.method = target.method as Method;
  }

  /**
   * @param args    what the method gets; its first is the payload
   * @param context what `@Ctx()` and `switchToRpc().getContext()` give
   * @returns what the method, an interceptor or a filter answered, promises and Observables resolved
   * @throws SpillwayError `SPW-8003` when a guard denied, `SPW-8004` when a pipe refused the payload
   */
  async run(args: readonly unknown[], context: SpillwayContext): Promise<unknown> {
    const host = [args[0], context];
    let stage: Stage = 'guard';
    const enter = (next: Stage): void => void (stage = next);
    try {
      return await settle(await this.hooked(args, host, enter), context.getSignal());
    } catch (error) {
      const judged = await this.filter(error, host);
      if ('answer' in judged) return judged.answer;
      throw judged.error === error ? refusal(stage, error, this.name) : judged.error;
    }
  }

  private get name(): string {
    return `${this.target.instance.constructor.name}.${this.target.methodName}`;
  }

  private async hooked(args: readonly unknown[], host: unknown[], enter: (stage: Stage) => void): Promise<unknown> {
    const { hooks } = this.enhancers;
    if (hooks.length === 0) return this.guarded(args, host, enter);
    const context = this.executionContext(host);
    const last = defer(() => interceptorsConsumer.transformDeferred(() => this.guarded(args, host, enter)));
    const next = (index: number): Observable<unknown> => hooks[index]?.(context, () => next(index + 1)) ?? last;
    return next(0);
  }

  private async guarded(args: readonly unknown[], host: unknown[], enter: (stage: Stage) => void): Promise<unknown> {
    const { guards, interceptors } = this.enhancers;
    const { instance } = this.target;
    enter('guard');
    if (guards.length > 0 && !(await guardsConsumer.tryActivate([...guards], host, instance, this.method, 'rpc'))) {
      throw new RpcException(FORBIDDEN_MESSAGE);
    }
    enter('handler');
    const call = async (): Promise<unknown> => {
      enter('pipe');
      const bound = await this.bind(args, host);
      enter('handler');
      return this.method.apply(instance, bound);
    };
    return interceptorsConsumer.intercept([...interceptors], host, instance, this.method, call, 'rpc');
  }

  private async bind(args: readonly unknown[], host: unknown[]): Promise<unknown[]> {
    const { isComplete, list } = this.enhancers.params;
    const bound = isComplete ? [] : [...args];
    const values = await Promise.all(list.map((param) => this.read(param, host)));
    list.forEach(({ index }, at) => (bound[index] = values[at]));
    return bound;
  }

  private async read(param: BoundParam, host: unknown[]): Promise<unknown> {
    const { metatype, type, data, schema, pipes } = param;
    const value = this.extract(param, host);
    if (pipes.length === 0) return value;
    const metadata = { metatype, type, data: data as string | undefined, schema: schema as never };
    return pipesConsumer.applyPipes(value, metadata, [...pipes]);
  }

  private extract({ source, data, factory }: BoundParam, host: unknown[]): unknown {
    const [payload, context] = host;
    if (factory !== undefined) return factory(data, this.executionContext(host));
    if (source !== 'payload') return context;
    return typeof data === 'string' ? (payload as Record<string, unknown> | undefined)?.[data] : payload;
  }

  private executionContext(host: unknown[]): ExecutionContextHost {
    const context = new ExecutionContextHost(host, this.target.instance.constructor as never, this.method);
    context.setType('rpc');
    return context;
  }

  /** A filter that answers nothing has only looked; one that throws something that is no error has only renamed it. */
  private async filter(error: unknown, host: unknown[]): Promise<{ answer: unknown } | { error: unknown }> {
    try {
      const answer = await this.enhancers.filters.invoke(error, host);
      return answer === undefined || answer === null ? { error } : { answer: await settle(answer) };
    } catch (thrown) {
      return { error: thrown instanceof Error ? thrown : error };
    }
  }
}

/** What a guard or a pipe says about the delivery will not change by asking again: such errors get a code of their own. */
function refusal(stage: Stage, error: unknown, name: string): unknown {
  const status = error instanceof HttpException ? error.getStatus() : undefined;
  if (stage === 'guard' && (error instanceof RpcException || status === 401 || status === 403)) {
    return new SpillwayError('SPW-8003', `A guard of ${name} denied the delivery: ${describe(error)}`, {
      cause: error,
    });
  }
  if (stage === 'pipe' && (error instanceof RpcException || status === 400 || status === 422)) {
    return new SpillwayError('SPW-8004', `A pipe of ${name} refused the payload: ${describe(error)}`, { cause: error });
  }
  return error;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
