import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  selectExceptionFilterMetadata,
  type ExceptionFilterMetadata,
} from '@nestjs/common/internal';
import { ApplicationConfig, ModulesContainer, type NestContainer } from '@nestjs/core';
import {
  BaseExceptionFilterContext,
  ExecutionContextHost,
  GuardsContextCreator,
  InterceptorsContextCreator,
  PipesContextCreator,
} from '@nestjs/core/internal';
import { ProblemFilter } from '../http/problem.filter.js';
import type { Enhancers, ErrorFilters } from './enhancers.js';
import type { HandlerTarget } from './handler-target.js';
import { readParams } from './read-params.js';

type Method = (...args: unknown[]) => unknown;

/**
 * Finds what Nest wraps around a method, with the parts that Nest's own `RpcContextCreator` is made of. That class
 * itself does not serve: it answers every error that no filter catches with `{ status: 'error' }` in its place.
 */
@Injectable()
export class EnhancerFinder {
  private readonly guards: GuardsContextCreator;
  private readonly interceptors: InterceptorsContextCreator;
  private readonly pipes: PipesContextCreator;
  private readonly filters: FilterContext;

  constructor(
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
  ) {
    const container = { getModules: () => modules } as unknown as NestContainer;
    this.guards = new GuardsContextCreator(container, config);
    this.interceptors = new InterceptorsContextCreator(container, config);
    this.pipes = new PipesContextCreator(container, config);
    this.filters = new FilterContext(container, config);
  }

  find(target: HandlerTarget): Enhancers {
    const method = target.method as Method;
    const { instance, moduleKey } = target;
    const pipes: readonly PipeTransform[] = this.pipes.create(instance, method, moduleKey);
    return {
      hooks: this.config.getGlobalPreRequestHooks(),
      guards: this.guards.create(instance, method, moduleKey),
      interceptors: this.interceptors.create(instance, method, moduleKey),
      params: readParams(target, pipes, (own) => this.pipes.createConcreteContext<unknown[], PipeTransform[]>(own)),
      filters: this.filters.find(target),
    };
  }

  /** Names of global enhancers that live per request: a delivery is none, so Nest would leave them out in silence. */
  findPerRequest(): readonly string[] {
    const { config } = this;
    return [
      config.getGlobalRequestGuards(),
      config.getGlobalRequestPipes(),
      config.getGlobalRequestInterceptors(),
      config.getGlobalRequestFilters(),
    ].flatMap((wrappers) => wrappers.map(({ name }) => name));
  }
}

class FilterContext extends BaseExceptionFilterContext {
  constructor(
    container: NestContainer,
    private readonly config: ApplicationConfig,
  ) {
    super(container);
  }

  find({ instance, method, moduleKey }: HandlerTarget): ErrorFilters {
    this.moduleContext = moduleKey;
    const callback = method as Method;
    const found = this.createContext<unknown[], ExceptionFilterMetadata[]>(
      instance,
      callback,
      EXCEPTION_FILTERS_METADATA,
    ).reverse();
    return {
      isEmpty: found.length === 0,
      invoke: (error, args) => {
        const host = new ExecutionContextHost([...args]);
        host.setType('rpc');
        return selectExceptionFilterMetadata(found, error)?.func(error, host) ?? null;
      },
    };
  }

  /** The filter of our own HTTP edge passes on what is no request; without it most handlers have none. */
  override getGlobalMetadata<T extends unknown[]>(): T {
    return this.config.getGlobalFilters().filter((filter) => !(filter instanceof ProblemFilter)) as T;
  }
}
