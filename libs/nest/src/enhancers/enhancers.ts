import type { CanActivate, NestInterceptor, PreRequestHook } from '@nestjs/common';
import type { BoundParams } from './bound-param.js';

/** Everything Nest wraps around one handler method, in Nest's order: global, class, method. */
export interface Enhancers {
  readonly hooks: readonly PreRequestHook[];
  readonly guards: readonly CanActivate[];
  readonly interceptors: readonly NestInterceptor[];
  /** Parameters that are read by decorator or pass pipes. */
  readonly params: BoundParams;
  readonly filters: ErrorFilters;
}

export interface ErrorFilters {
  readonly isEmpty: boolean;
  /** The answer of the filter that catches this error; null when none does. */
  invoke(error: unknown, host: readonly unknown[]): unknown;
}

/** Whether nothing at all stands between the caller and the method. */
export function isBare({ hooks, guards, interceptors, params, filters }: Enhancers): boolean {
  const count = hooks.length + guards.length + interceptors.length + params.list.length;
  return count === 0 && filters.isEmpty && !params.isComplete;
}
